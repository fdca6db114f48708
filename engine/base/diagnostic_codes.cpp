#include "base/diagnostic_codes.hpp"

#include <algorithm>
#include <array>

namespace syncdx {
namespace {

// Keep sorted by code: a test holds it.
constexpr auto table = std::to_array<DiagnosticCode>({
    {"C001", "wrong_usage", "the command line is wrong",
     "An option, a value or a combination of them is not understood. The message names it; --help shows the right form."},
    {"C002", "unknown_cause", "the diagnosis has no such cause",
     "--explain takes the id of a cause that was weighed on this platform, as the JSON report lists them: `id`, `issue.id` or "
     "`platform.issue.id`."},
    {"C003", "no_rules", "no rules were found",
     "Rules are looked for in --rules, in SYNCDX_RULES, beside the program and where it was installed. Name a directory with "
     "--rules."},
    {"C004", "unwritable_output", "the report cannot be written",
     "Standard output refused the report: the disk is full or the device failed. What was printed is not whole."},
    {"C005", "program_failure", "the program failed",
     "Memory ran out, or the program has a fault of its own. With enough memory this should not happen: please report it."},
    {"D002", "impossible_network", "a causal network cannot be built",
     "A prior, leak or strength is out of its range, a link names a cause or finding that does not exist, or a pair is linked "
     "twice. Rules that were read without errors make no such network."},
    {"L001", "unreadable_input", "an input cannot be read",
     "The file does not exist, is not readable for this user, or failed while it was read. Check the path and its permissions."},
    {"L002", "damaged_archive", "a compressed input or an archive is damaged",
     "The input breaks off or makes no sense at some place. What came before was examined; what follows was not, so nothing is "
     "concluded from what the log does not say. Get the file again if you can."},
    {"L003", "expansion_bound", "a compressed input expands too far",
     "Inputs that expand to very much more than their size are cut, since a few bytes could otherwise fill any machine. Expand it "
     "yourself and give the part of the log that you need."},
    {"L004", "too_many_members", "an archive has too many members",
     "The members behind the bound were left out. Expand the archive yourself and give the logs that you need."},
    {"L005", "encrypted_member", "a member of an archive is encrypted",
     "Passwords are not asked for, so the member was left out. Expand the archive yourself and give the log."},
    {"L006", "nested_too_deep", "archives are nested too deep",
     "An archive in an archive in an archive was left out. Expand the outer ones yourself and give the inner one."},
    {"L007", "export_too_large", "an export is too large",
     "A Tether export is read whole, and this one is larger than the bound. Export a shorter range of sessions."},
    {"L008", "reading_stopped", "an input was not read to its end",
     "The reading was stopped before this input was done, so nothing is concluded from what the log does not say."},
    {"X001", "malformed_export", "an export is no valid JSON",
     "The text breaks the rules of JSON at the place named, so nothing of it was used. Copies that were cut, or edited by "
     "hand, often lose their end, a quote or a comma. Export it again."},
    {"X002", "export_nested_too_deep", "an export is nested too deep",
     "Exports need few levels; deeper ones are refused, since such files are made to exhaust a program rather than to inform "
     "it."},
    {"X003", "not_an_export", "a file is no export of the kind asked for",
     "The JSON does not begin with the format's name. Give an integration's snapshot with --integration and a history of "
     "sessions with --session."},
    {"X004", "export_version", "an export does not say version 1",
     "Only version 1 is known, and the export was read as such. What a newer version adds is ignored."},
    {"X005", "missing_export_member", "a required member of an export is missing",
     "Without it the export cannot be understood. The message names the member; the formats are described in the "
     "documentation."},
    {"X006", "export_member_type", "a member of an export has the wrong type",
     "The member was taken as missing, so facts that need it are unknown. Nothing else is affected."},
    {"X007", "unknown_export_member", "a member of an export is not known",
     "It was ignored. Check its spelling if it should have had an effect."},
    {"X008", "unknown_export_value", "a value of an export is not known",
     "It was kept as it stands, so rules that name it hold; others do not."},
    {"X009", "export_contradiction", "figures of an export do not fit together",
     "Two members say different things, or a figure is impossible. It is a remark, not an error: exports are made while "
     "syncs run, and counts are not promised to add up."},
    {"X010", "cron_expression", "a cron expression is wrong or not understood",
     "Tether's schedule needs six fields, seconds first. An expression of five fields, as other programs use, shifts every "
     "field."},
    {"X011", "schedule_time_zone", "a schedule's time zone cannot be computed",
     "Only UTC fire times are computed. For other zones, delays are measured against the longest time between two runs, so "
     "shorter delays are not seen."},
    {"X012", "session_left_out", "a session of an export was left out",
     "A session needs an id and a start. The others were used."},
});

}  // namespace

std::span<const DiagnosticCode> diagnostic_codes() noexcept { return table; }

const DiagnosticCode* find_diagnostic_code(std::string_view code) noexcept {
  const auto found = std::ranges::find(table, code, &DiagnosticCode::code);
  return found == table.end() ? nullptr : &*found;
}

}  // namespace syncdx
