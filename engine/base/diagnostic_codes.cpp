#include "base/diagnostic_codes.hpp"

#include <algorithm>
#include <array>

namespace syncdx {
namespace {

// Keep sorted by code: a test holds it.
constexpr auto table = std::to_array<DiagnosticCode>({
    {"B001", "bad_session_key", "a session key is not understood",
     "--session-key takes a field's name (letters, digits, '_', '-', '.') or a regular expression, whose one group is the "
     "key. It must be able to find more than the empty text."},
    {"B002", "damaged_evidence", "a record of evidence cannot be read",
     "merge reads what scan printed: one JSON object a line, of at most 4 MiB. A line that was cut or changed is refused."},
    {"B003", "other_evidence_version", "evidence of another version", "Scan and merge with the same version of the program."},
    {"B004", "other_rules", "evidence that was made with other rules",
     "Evidence counts what the rules' patterns hit, so it fits no other rules. Scan again with the rules at hand."},
    {"B005", "unwritable_results", "results cannot be written",
     "The output folder refused a file: the disk is full, or it may not be written to. What was finished is kept for "
     "--resume."},
    {"B006", "other_run", "a run that cannot be resumed",
     "The folder holds an unfinished run with other rules or another session key. Use the same ones, or begin anew."},
    {"B007", "export_in_batch", "an export among the logs of a batch",
     "A batch reads logs. An integration's or session history's export is evidence for one case: give it to diagnose."},
    {"B008", "changing_input", "a log that changed while it was read",
     "It was still being written, or was rotated away. What was read was examined; read it again for the rest."},
    {"B009", "stopped_early", "a scan or merge that was stopped",
     "Scan again to have all of the evidence: sessions that were under way are marked as broken off, and merge leaves them "
     "out. "
     "A merge that was stopped while it read wrote nothing: merge again."},
    {"B010", "part_misread", "a part of a log that was read by other session keys than the log",
     "Whether a log has session keys is judged by its first 64 KiB, which a part behind them does not show. Scan the log as a "
     "whole, or, if each log is one session, scan the parts with --one-session."},
    {"B011", "part_misfit", "parts of a log that do not fit together",
     "Parts are put in order by --offset, the byte at which each begins in the log. One is missing, was not read to its end, "
     "or "
     "was given an offset of another: what its first lines belong to is not known, and line numbers may be off."},
    {"B012", "copied_log", "a log that is there twice",
     "Two logs, packed or not, are the same byte for byte, sessions and all, so that chance is no explanation. One of them "
     "counts."},
    {"B013", "session_key_unused", "the session key was found in no log",
     "--session-key names a field or a pattern that no line at the head of any log has, so each log was read by the known "
     "keys, or as one session. Usually it is a slip, or the pattern expects another line format."},
    {"B014", "nothing_to_resume", "no unfinished run to resume",
     "--resume goes on with a run that was broken off in the same --out folder. There was none, or it had not finished any "
     "input, so all inputs are read."},
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
    {"C007", "unknown_item", "the rules hold nothing of that name",
     "Items are named by their ids, causes also by issue.id and platform.issue.id. `syncdx rules list` shows what there is."},
    {"C008", "no_picture", "a picture could not be laid out",
     "Pictures are laid out by the program dot of Graphviz (Debian package graphviz). --format dot gives the description that "
     "it reads, to be laid out elsewhere."},
    {"C009", "partial_stub", "a rule file to fill in does not hold every kind",
     "gaps --write makes a file of one platform, with the kinds that have a pattern. The message says which ones it leaves "
     "out: "
     "--platform takes those of another platform, --most 0 takes those that the report does not show."},
    {"D001", "program_not_compiled", "the patterns cannot be compiled together",
     "A pattern that is good by itself could not be compiled with all others. Simplify the one that the message names."},
    {"D002", "impossible_network", "a causal network cannot be built",
     "A prior, leak or strength is out of its range, a link names a cause or finding that does not exist, or a pair is linked "
     "twice. Rules that were read without errors make no such network."},
    {"D003", "platform_without_rules", "a platform without rules of its own",
     "The general rules serve every platform, from HTTP semantics and plain words. Check the platform's spelling if you "
     "expected more."},
    {"D004", "unknown_question", "an answer to no question",
     "--answer takes the id of a question that the rules ask. Check its spelling."},
    {"D005", "draft_incomplete", "a new rule lacks something",
     "A rule cannot do without ids, a title, a line that shows the fault, a near miss, what one does, and how one sees that it "
     "worked. Nothing was written."},
    {"D006", "no_pattern", "no pattern tells the lines from the others",
     "A pattern must match every line given, none of the near misses, and none of the examples of other rules. Give lines that "
     "share words which the others lack, or write it yourself with --pattern. Nothing was written."},
    {"D007", "nothing_to_draft", "the log shows nothing to make a rule of",
     "syncdx rules draft takes the most frequent error line that no rule explains. Where all are explained, or the telling "
     "line "
     "reads like no error, say with --at which line it is."},
    {"D008", "unusable_cache", "compiled rules cannot be kept",
     "The cache folder cannot be made or written to, or others could write to it. The answers are the same, but every start "
     "compiles the rules anew, which takes seconds."},
    {"E001", "no_case", "a line is no labelled case",
     "Each line of a file of cases is one JSON object of at most 1 MiB. The line was left out; the others were used."},
    {"E002", "case_member", "a labelled case lacks a member, or it has the wrong type",
     "id, platform, text, issue and cause are required, all of them texts; other_causes is a list of texts. The case was left "
     "out; the others were used."},
    {"E003", "case_id_twice", "two labelled cases have one id",
     "Runs are compared by the ids of their cases, so each stands once. The later case was left out."},
    {"E004", "unreadable_cases", "a file of labelled cases cannot be used",
     "It cannot be read, is larger than 64 MiB or 100,000 cases, or holds no case at all."},
    {"E005", "no_saved_run", "a file is no saved measurement",
     "Runs are compared with files that `syncdx evaluate --save FILE` wrote."},
    {"E006", "number_not_found", "a number of the rules is not found in its file",
     "A fit changes each number in its place, and this one does not stand where the rules say. Write priors and `shows` as "
     "plain maps of the cause; if the file changed while the command ran, run it again."},
    {"L001", "unreadable_input", "an input cannot be read",
     "The file does not exist, is not readable for this user, or failed while it was read. Check the path and its "
     "permissions."},
    {"L002", "cut_archive", "a compressed input or an archive is cut off",
     "The input breaks off at some place. What came before was examined; what follows was not, so nothing is concluded from "
     "what "
     "the log does not say. Get the file again if you can."},
    {"L003", "expansion_bound", "a compressed input expands too far",
     "Inputs that expand to very much more than their size are cut, since a few bytes could otherwise fill any machine. Expand "
     "it "
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
    {"L009", "no_text", "an input is no text",
     "Its bytes are those of a program, a picture or a database, not of a log. Give the log as text, or packed as gzip, zstd, "
     "zip "
     "or tar."},
    {"L010", "damaged_archive", "a compressed input or an archive is damaged",
     "Its bytes were changed somewhere, which unpacking notices late, often only by the checksum at the end: what was unpacked "
     "may be garbled, down to sessions that never were. A batch marks the sessions of such an input as in doubt and does not "
     "count them. Get the file again."},
    {"L011", "unmarked_utf16", "an input is UTF-16 without a byte order mark",
     "Without the mark at its head it cannot be told from damaged text for certain, so it was left out. iconv makes UTF-8 "
     "of it."},
    {"P001", "connection_yaml", "a connections or connector file is no YAML",
     "The text breaks the rules of YAML at the place named. Indent with blanks, two for each level."},
    {"P002", "connection_kind", "a value is of the wrong kind", "A map stands where a list is needed, or the like."},
    {"P003", "connection_key", "a key is not known, or stands twice", "Check its spelling; the help names what there is."},
    {"P004", "connection_missing", "something that is needed is not given",
     "The message names it; the connector's file says what it is for."},
    {"P005", "connection_value", "a value does not look as it must",
     "Values of account fields get into addresses, so only well-formed ones are taken."},
    {"P006", "connection_secret", "a secret cannot be had, or stands where others can read it",
     "Secrets come from environment variables or from files that only their owner can read, never from the command line."},
    {"P007", "connection_secret_file", "others can read a secret's file",
     "Give it mode 600 and change the secret: somebody may have read it."},
    {"P008", "connection_key_unusable", "a private key cannot be used",
     "RSA and EC keys on P-256 are understood, in PEM, without a passphrase."},
    {"P009", "connection_unknown", "no such connection, platform or connections file",
     "The connections file names the connections; a connector file names a platform."},
    {"P010", "connector_writes", "a connector's probe would write",
     "Probes only read: GET, HEAD, GraphQL queries, and SQL that selects."},
    {"P011", "probe_unknown", "a connector has no such probe", "syncdx probe NAME --list shows them."},
    {"P012", "recording", "a file is no recording of probes", "Recordings are made by --record; edited ones may be broken."},
    {"R001", "no_yaml", "the file is no valid YAML",
     "The text cannot be read as YAML 1.2 in UTF-8. Often a quote is not closed, a tab stands in the indentation, or a "
     "value with ': ' or '#' in it is not quoted."},
    {"R002", "yaml_bounds", "the file goes beyond a bound",
     "Rule files hold one document without aliases, of at most 4 MiB and 32 levels. The bounds keep a hostile file from "
     "filling the memory."},
    {"R003", "unreadable_rules", "rule files cannot be read",
     "The path does not exist, is not readable for this user, or holds no *.yaml file."},
    {"R101", "wrong_kind", "a value is of the wrong kind",
     "A list stands where a single value is expected, or the like. The reference in engine/doc/rule_language.md shows the "
     "form of each key."},
    {"R102", "unknown_key", "a key is not known",
     "The key would be ignored, so what it says would be lost. Mend its spelling, or its indentation: it may belong one "
     "level further in or out."},
    {"R103", "duplicate_key", "a key stands twice", "Only one of the two could count. Keep one, or join their contents."},
    {"R104", "missing_key", "a key is missing", "The item cannot be used without it."},
    {"R105", "bad_id", "an id is not well formed",
     "Ids are lower-case letters, digits and underscores and begin with a letter: they appear in commands, JSON and other "
     "files."},
    {"R106", "empty_list", "a list or a text is empty", "An empty list or text says nothing. Fill it or leave the key out."},
    {"R107", "bad_guide_id", "no id of the guide",
     "Guide ids are a letter A to H and a number, perhaps with s, c or x and a number: A1, A1s2, B7."},
    {"R108", "unknown_word", "a word that stands for no number",
     "Numbers may be written as words, but only as those of the table in engine/doc/rule_language.md."},
    {"R109", "out_of_range", "a number is out of range",
     "Probabilities go from 0 to 1, priors strictly between them; counts and HTTP statuses have bounds of their own."},
    {"R110", "issue_and_refines", "a file declares an issue and refines one",
     "A file either declares an issue or joins one that another file declares."},
    {"R111", "causes_without_issue", "causes without an issue",
     "Every cause belongs to an issue: write `issue:` or `refines:` at the top of the file."},
    {"R112", "no_basis", "a number without a basis",
     "Every number rests on something: a source, or judgement with a date. Write `basis:` on the item or once for the "
     "file."},
    {"R113", "unknown_role", "a role is not known",
     "Roles tell the engine what a line means for the session; the message names them."},
    {"R114", "symptom_kind", "a symptom needs exactly one kind",
     "A symptom is a log pattern (log, http_status), facts, a combination (when) or a question, and only one of these."},
    {"R115", "condition_operator", "a condition needs exactly one operator",
     "Write the fact's name and one comparison, such as `is: failed` or `at_least: 3`."},
    {"R116", "unknown_fact", "a fact is not known",
     "Facts come from the exports under fixed names; an unknown name would never be filled."},
    {"R117", "fact_value", "a value does not fit its fact",
     "A fact is true or false, a number, or text; the condition compares it with something of another type, or a probe's "
     "fact with a slip of true or false."},
    {"R118", "short_sequence", "a sequence of one", "An order needs at least two symptoms."},
    {"R119", "refinement_id", "a refinement with an id of its own",
     "A refinement keeps the id of the cause that it refines, so that results name one cause. Use `id:` without "
     "`refines:` for a new cause."},
    {"R120", "no_instructions", "a solution without instructions", "The reader needs to know what to do and where to click."},
    {"R121", "no_verification", "a solution without verification", "The reader needs to know how to see that it worked."},
    {"R122", "unknown_kind", "a kind of solution is not known", "Solutions repair, test or escalate."},
    {"R123", "bad_cost", "a solution without a cost",
     "Steps are ordered by chance over cost, so every solution needs cost_minutes above 0."},
    {"R124", "bad_allow", "something is allowed that is no warning",
     "`allow:` holds codes of warnings (R401 and on), each with the reason why it is right here. Errors cannot be allowed."},
    {"R126", "options_without_log", "options of log symptoms without a log",
     "Only lines of a log can be counted, dated, negated or have a role. The option would be ignored."},
    {"R201", "duplicate_id", "an id is declared twice",
     "Ids of symptoms, solutions, issues and platforms are unique over all files, those of causes within their issue and "
     "platform."},
    {"R202", "unknown_name", "a name is not known", "No file declares it. Mend its spelling or declare it."},
    {"R203", "foreign_platform", "an item of another platform",
     "Rules of a platform may use what is of that platform or of `any`. Move the item to a file of `any` if all may use "
     "it."},
    {"R204", "refines_on_any", "a refinement without a platform", "Only a platform's rule can refine a general cause."},
    {"R301", "bad_pattern", "a pattern cannot be used",
     "Patterns are RE2 expressions within one line: no look-around, no back-references, no line breaks, and not matching "
     "the empty text."},
    {"R302", "no_examples", "a log symptom without examples",
     "Examples and counter-examples are the pattern's tests: at least one of each."},
    {"R303", "example_missed", "an example does not match",
     "The pattern does not do what its author meant, or an `unless` or a negation voids it."},
    {"R304", "counter_example_hit", "a counter-example matches",
     "The pattern matches more than its author meant. Make it narrower, or add an `unless`."},
    {"R305", "cycle", "items are defined in a circle",
     "Composite symptoms, guards and `after` must not lead back to themselves."},
    {"R306", "matches_everything", "a pattern matches everything",
     "It matches everyday lines of programs that have nothing to do with one another, so seeing it says nothing."},
    {"R401", "unshown_cause", "no symptom shows a cause", "Nothing can ever speak for it. Add `shows:`."},
    {"R402", "no_solution", "a cause without a solution",
     "The reader learns what is wrong, but not what to do. Add `solutions:`."},
    {"R403", "unused_symptom", "no cause shows a symptom",
     "Seeing it changes nothing. Add it to the `shows:` of a cause, or remove it."},
    {"R404", "unused_solution", "no cause uses a solution",
     "It is never advised. Add it to the `solutions:` of a cause, or remove it."},
    {"R405", "no_leak", "a symptom without a leak",
     "A leak of .01 was taken. Too small a leak makes the engine too sure of itself, too large a one makes the symptom "
     "worthless, so "
     "it is worth a thought: of a hundred sessions with other troubles, how many show this?"},
    {"R406", "contained_pattern", "a pattern is contained in another of the symptom",
     "Whatever it matches, the other pattern matches too, so it does nothing. Found by trying many texts that it matches."},
    {"R407", "counted_twice", "one line counts twice",
     "A symptom is seen whenever another is, and the same causes show both, so one line in the log speaks twice for them. Make "
     "one "
     "symptom of the two."},
    {"R408", "collision", "a pattern catches another symptom's example",
     "Both symptoms claim to be specific (a leak of .005 or less), and no cause shows both: the engine would take one line for "
     "two "
     "faults. Name both in the `shows:` of the cause that explains the line, or make the pattern narrower."},
    {"R409", "indistinguishable_causes", "no evidence can tell two causes apart",
     "They show the same symptoms with nearly the same strengths, so whatever is found, only their priors decide. Give one of "
     "them a "
     "symptom that the other does not show."},
    {"R410", "skipped_guard", "a step whose guard is skipped",
     "A guarded solution is never to be tried before its guard. A cause names it `first:` without the guard, or avoids the "
     "guard."},
    {"R411", "unreachable_platform", "rules of a platform that nothing recognises",
     "No file lists the platform under `platforms:`, so its rules hold only where a user names it. Often its id is misspelt."},
    {"R412", "idle_override", "an override that changes nothing",
     "A refinement says nothing that is not inherited, or takes away what the general cause does not have. Remove it, or mend "
     "the "
     "name: it was meant for another."},
    {"R413", "idle_allow", "something is allowed for nothing",
     "The warning that this `allow:` is for is not given any more. Remove it, so that it does not hide a new one."},
    {"R414", "repeated_entry", "a value stands twice in a list", "Only one of the two has an effect. Remove the other."},
    {"R415", "left_to_fill_in", "a text is left to be filled in",
     "syncdx rules draft and gaps --write leave FILL IN where a person has to say something. Readers would see it as it is."},
    {"R416", "unexplained", "something that the reader gets no word on",
     "A cause needs an explanation, and a symptom that is found by a code needs `means`: syncdx explain shows it to people who "
     "have only the code."},
    {"R417", "stands_alone", "a bracket or quote without its other half",
     "The text is valid as it is, but something was probably lost. In a pattern, RE2 takes such a bracket for the character "
     "itself: `{1,3` does not repeat anything."},
    {"R418", "runs_on", "a text goes on in the next line",
     "YAML joins a line that is indented further to the text above it, without a word. Often the line lost its key or its "
     "dash."},
    {"R419", "untried_pattern", "a pattern that no example tries",
     "Every pattern needs an example that it matches, and every `unless` a counter-example that is none without it: else "
     "nobody knows whether it does what it should."},
    {"T001", "unreadable_cases", "case files cannot be read",
     "The path does not exist, is not readable for this user, or holds no *.yaml file. Tests of rules stand in tests/cases "
     "beside "
     "the rules, or in files that end in .cases.yaml."},
    {"T002", "nothing_to_measure", "no rule stands there",
     "Coverage and mutants were asked for of a file or directory that holds none of the rules that are tested."},
    {"T101", "case_kind", "a value of a case file is of the wrong kind",
     "A list stands where a single value is expected, or the like. engine/doc/rule_language.md shows the form of each key."},
    {"T102", "case_key", "a key of a case file is not known",
     "The key would be ignored, so what it says would not be tested. Mend its spelling or its indentation."},
    {"T103", "case_key_twice", "a key of a case stands twice", "Only one of the two could count. Keep one."},
    {"T104", "case_key_missing", "a key of a case is missing", "A case needs a name and what is expected."},
    {"T105", "case_value", "a value of a case cannot be used", "The message says what was expected."},
    {"T106", "case_name_twice", "two cases of a file have one name",
     "Results are told by file and name, so one of the two would be taken for the other. Name what each of them shows."},
    {"T107", "case_without_input", "a case is given nothing",
     "Without input every expectation would be about the priors alone."},
    {"T108", "case_without_expectation", "a case expects nothing",
     "It could never fail. Expect a cause, or `nothing: true` if no cause may be likely."},
    {"T201", "case_name_unknown", "the rules do not have a name that a case uses",
     "A cause, symptom, solution, issue, platform, question or fact was renamed or is misspelt."},
    {"T202", "case_fact_value", "a value does not fit its fact",
     "A fact is true or false, a number, or text; the rules would never compare it with something of another type."},
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
