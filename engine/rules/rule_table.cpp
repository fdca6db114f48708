#include "rules/rule_table.hpp"

#include <algorithm>
#include <array>

namespace syncdx::rules {
namespace {

using enum Form;
using enum Many;
using enum Need;
using Words = std::string_view;

constexpr auto roles =
    std::to_array<Words>({"session_start", "session_end", "success", "progress", "handled", "totals", "error"});
constexpr auto kinds = std::to_array<Words>({"repair", "test", "escalate"});
constexpr auto operators =
    std::to_array<Words>({"is", "is_not", "in", "not_in", "at_least", "at_most", "above", "below", "contains", "exists"});

constexpr KeyRule allow{
    .name = "allow", .form = reasons, .meaning = "warnings that are known and right here: code, and the reason why"};
constexpr KeyRule guide{.name = "guide",
                        .form = guide_id,
                        .many = one_or_list,
                        .meaning = "ids of the troubleshooting guide that the item carries"};
constexpr KeyRule basis{.name = "basis", .meaning = "where the item's numbers come from, instead of the file's basis"};

constexpr auto file_keys = std::to_array<KeyRule>({
    {.name = "platform", .form = id, .need = required, .meaning = "`any`, or the platform that the rules hold on"},
    {.name = "basis", .meaning = "where the file's numbers come from: a source, or judgement with a date"},
    {.name = "issue", .form = mapping, .of = "issue", .meaning = "the issue that the file declares"},
    {.name = "refines", .form = name, .of = "issue", .meaning = "the issue, declared elsewhere, that the file's causes join"},
    allow,
    {.name = "platforms", .form = mapping, .many = list, .of = "platform", .meaning = "how platforms are recognised"},
    {.name = "symptoms", .form = mapping, .many = list, .of = "symptom", .meaning = "what can be observed"},
    {.name = "causes", .form = mapping, .many = list, .of = "cause", .meaning = "the faults that explain symptoms"},
    {.name = "solutions", .form = mapping, .many = list, .of = "solution", .meaning = "what can be done"},
});
constexpr auto file_together = std::to_array<TogetherRule>({
    {.kind = Together::not_both,
     .groups = "issue|refines",
     .code = "R110",
     .message = "a file either declares an issue or refines one, not both",
     .help = "keep `issue:` in the general file and `refines:` in the others"},
    {.kind = Together::one_if,
     .groups = "issue|refines",
     .when = "causes",
     .code = "R111",
     .message = "causes need an issue: the file has neither `issue:` nor `refines:`"},
});

constexpr auto issue_keys = std::to_array<KeyRule>({
    {.name = "id", .form = id, .need = required, .meaning = "unique over all files"},
    {.name = "title", .need = required, .meaning = "a few words, as the report's headline"},
    {.name = "summary", .meaning = "one sentence for the reader"},
    {.name = "outside",
     .form = flag,
     .meaning = "its causes explain symptoms away but are nothing that a user can mend; reported apart (default false)"},
    guide,
    allow,
});

constexpr auto platform_keys = std::to_array<KeyRule>({
    {.name = "id", .form = id, .need = required, .meaning = "unique over all files"},
    {.name = "title", .need = required, .meaning = "the platform's name as people write it"},
    {.name = "receives",
     .form = flag,
     .meaning = "the product that data is synced into: detected only where no line names another platform (default false)"},
    {.name = "detect",
     .form = pattern,
     .many = one_or_list,
     .need = required,
     .meaning = "patterns of lines that speak of this platform"},
    {.name = "examples",
     .form = line,
     .many = one_or_list,
     .need = required,
     .missing = "R302",
     .meaning = "lines that must match"},
    allow,
});

constexpr auto symptom_keys = std::to_array<KeyRule>({
    {.name = "id", .form = id, .need = required, .meaning = "unique over all files"},
    {.name = "title", .need = required, .meaning = "what is seen, as a short sentence"},
    {.name = "means", .meaning = "one sentence on what it means"},
    {.name = "guide", .form = guide_id, .many = one_or_list, .meaning = guide.meaning},
    {.name = "role",
     .form = word,
     .words = roles,
     .wrong = "R113",
     .meaning = "what the engine itself uses a log symptom for; such a symptom needs no cause"},
    {.name = "leak",
     .form = share,
     .meaning = "probability that it shows although no known cause is at work (.01 where nothing is said)"},
    {.name = "codes", .many = one_or_list, .meaning = "platform error codes under which `syncdx explain` finds it"},
    {.name = "http_status",
     .form = whole,
     .many = one_or_list,
     .least = 100,
     .most = 599,
     .wrong = "R109",
     .meaning = "HTTP statuses, in all their spellings; may stand beside log"},
    {.name = "at_least",
     .form = whole,
     .least = 1,
     .most = 1'000'000,
     .wrong = "R109",
     .meaning = "lines that must match (default 1)"},
    {.name = "within_seconds",
     .form = whole,
     .least = 1,
     .most = 31'536'000,
     .wrong = "R109",
     .meaning = "all of these lines lie within such a window (default: no window)"},
    {.name = "negatable", .form = flag, .meaning = "a hit behind \"not\", \"no\", \"without\" … does not count (default true)"},
    {.name = "log", .form = mapping, .of = "log", .meaning = "patterns of lines"},
    {.name = "facts", .form = mapping, .many = list, .of = "condition", .meaning = "conditions on facts that must all hold"},
    {.name = "when", .form = mapping, .of = "when", .meaning = "a combination of other symptoms"},
    {.name = "question", .meaning = "asked of the user; known only when answered"},
    {.name = "examples", .form = line, .many = one_or_list, .meaning = "lines that must match"},
    {.name = "counter_examples", .form = line, .many = one_or_list, .meaning = "near misses that must not match"},
    basis,
    allow,
});
constexpr auto symptom_together = std::to_array<TogetherRule>({
    {.kind = Together::exactly_one,
     .groups = "log http_status|facts|when|question",
     .code = "R114",
     .message = "{item} is of {count} kinds, expected exactly one",
     .help = "give one of: log and/or http_status, facts, when, question"},
    {.kind = Together::all_if,
     .groups = "examples|counter_examples",
     .when = "log http_status",
     .code = "R302",
     .message = "{item} needs {key}",
     .help = "give at least one line that must match and one near miss that must not"},
    {.kind = Together::one_if,
     .groups = "log http_status",
     .when = "at_least within_seconds negatable role",
     .code = "R126",
     .message = "{item} has options of log symptoms, but no log",
     .help = "leave them out: only lines of a log can be counted"},
});

constexpr auto log_keys = std::to_array<KeyRule>({
    {.name = "any",
     .form = pattern,
     .many = one_or_list,
     .need = required,
     .meaning = "patterns (RE2) of which one must match the line"},
    {.name = "unless", .form = pattern, .many = one_or_list, .meaning = "patterns of which none may match it"},
});

constexpr KeyRule fact_key{.name = "fact", .form = fact, .need = required, .meaning = "the name of a fact"};
constexpr auto condition_keys = std::to_array<KeyRule>({
    fact_key,
    {.name = "is", .form = value, .meaning = "equal to this"},
    {.name = "is_not", .form = value, .meaning = "known, and not equal to this"},
    {.name = "in", .form = value, .many = one_or_list, .meaning = "equal to one of these"},
    {.name = "not_in", .form = value, .many = one_or_list, .meaning = "known, and equal to none of these"},
    {.name = "at_least", .form = value, .meaning = "this or more"},
    {.name = "at_most", .form = value, .meaning = "this or less"},
    {.name = "above", .form = value, .meaning = "more than this"},
    {.name = "below", .form = value, .meaning = "less than this"},
    {.name = "contains", .form = value, .meaning = "a text with this in it"},
    {.name = "exists", .form = flag, .meaning = "known at all"},
});
constexpr auto condition_together = std::to_array<TogetherRule>({
    {.kind = Together::exactly_one,
     .groups = "is|is_not|in|not_in|at_least|at_most|above|below|contains|exists",
     .code = "R115",
     .message = "a condition has {count} operators, expected one",
     .help = "operators: is, is_not, in, not_in, at_least, at_most, above, below, contains, exists"},
});

constexpr auto when_keys = std::to_array<KeyRule>({
    {.name = "all", .form = name, .many = one_or_list, .of = "symptom", .meaning = "all of these are present"},
    {.name = "any", .form = name, .many = one_or_list, .of = "symptom", .meaning = "one of these is present"},
    {.name = "none", .form = name, .many = one_or_list, .of = "symptom", .meaning = "none of these is present"},
    {.name = "sequence",
     .form = name,
     .many = list,
     .of = "symptom",
     .meaning = "the first sighting of each comes before the last sighting of the next; at least two"},
});
constexpr auto when_together = std::to_array<TogetherRule>({
    {.kind = Together::one_if,
     .groups = "all|any|none|sequence",
     .when = "",
     .code = "R104",
     .message = "a combination names no symptoms",
     .help = "give at least one of: all, any, none, sequence"},
});

constexpr auto cause_keys = std::to_array<KeyRule>({
    {.name = "id", .form = id, .meaning = "of a new cause; unique within its issue and platform"},
    {.name = "refines",
     .form = name,
     .of = "cause",
     .meaning = "the general cause of the issue that this one replaces on the platform"},
    {.name = "title", .meaning = "what is wrong, as a short sentence"},
    {.name = "explanation", .meaning = "one or two sentences for the reader"},
    {.name = "prior",
     .form = Form::prior,
     .wrong = "R109",
     .meaning = "probability that it is at work in a session that somebody asks about"},
    guide,
    {.name = "shows",
     .form = shares,
     .of = "symptom",
     .meaning = "symptom: probability that it shows when only this cause is at work"},
    {.name = "first",
     .form = name,
     .many = one_or_list,
     .of = "solution",
     .meaning = "as soon as it is believed with 10 %, these come before every other step, in this order"},
    {.name = "avoid", .form = name, .many = one_or_list, .of = "solution", .meaning = "not advised while it is believed"},
    {.name = "solutions", .form = shares, .of = "solution", .meaning = "solution: chance that it repairs this cause, in order"},
    basis,
    allow,
});
constexpr auto cause_together = std::to_array<TogetherRule>({
    {.kind = Together::not_both,
     .groups = "refines|id",
     .code = "R119",
     .message = "a refinement keeps the id of the cause that it refines",
     .help = "leave `id:` out"},
    {.kind = Together::all_if,
     .groups = "id|title|prior",
     .when = "!refines",
     .code = "R104",
     .message = "{item} has no '{key}'"},
});

constexpr auto solution_keys = std::to_array<KeyRule>({
    {.name = "id", .form = id, .need = required, .meaning = "unique over all files"},
    {.name = "title", .need = required, .meaning = "what to do, as a short sentence"},
    guide,
    {.name = "kind",
     .form = word,
     .words = kinds,
     .wrong = "R122",
     .meaning = "repair (default); test: finds out, mends nothing, and a cause's number is the chance to find that cause; "
                "escalate: hand over"},
    {.name = "reveals",
     .form = name,
     .many = one_or_list,
     .of = "symptom",
     .meaning = "of a test: the unknown symptoms that it decides"},
    {.name = "guard", .form = name, .of = "solution", .meaning = "never advised above that one"},
    {.name = "after", .form = name, .many = one_or_list, .of = "solution", .meaning = "comes after those if both are advised"},
    {.name = "instructions",
     .many = one_or_list,
     .need = required,
     .missing = "R120",
     .meaning = "ordered: what to do and where to click, old and new screens"},
    {.name = "cost_minutes",
     .form = number,
     .need = required,
     .least = 0,
     .most = 100'000,
     .missing = "R123",
     .wrong = "R123",
     .meaning = "minutes that it takes"},
    {.name = "verify", .meaning = "how to see that it worked"},
    basis,
    allow,
});
constexpr auto solution_together = std::to_array<TogetherRule>({
    {.kind = Together::all_if,
     .groups = "verify",
     .when = "kind!=escalate",
     .code = "R121",
     .message = "{item} does not say how to verify it",
     .help = "add `verify:`"},
});

constexpr auto table = std::to_array<MappingRule>({
    {"file", "a rule file", file_keys, file_together, "one issue on one platform, or what several files share"},
    {"issue", "an issue", issue_keys, {}, "a class of problem that a user complains of"},
    {"platform", "a platform", platform_keys, {}, "how a platform is recognised: the one with most matching lines wins"},
    {"symptom", "a symptom", symptom_keys, symptom_together, "something observable"},
    {"log", "log", log_keys, {}, "patterns of one line"},
    {"condition", "a condition", condition_keys, condition_together, "one fact and one operator"},
    {"when", "when", when_keys, when_together, "a combination of symptoms: all given parts must hold"},
    {"cause", "a cause", cause_keys, cause_together, "a fault that explains symptoms"},
    {"solution", "a solution", solution_keys, solution_together, "an action"},
});

}  // namespace

std::span<const MappingRule> rule_table() noexcept { return table; }

const MappingRule& mapping_rule(std::string_view name) noexcept { return *std::ranges::find(table, name, &MappingRule::name); }

const KeyRule* find_key(const MappingRule& mapping, std::string_view key) noexcept {
  const auto found = std::ranges::find(mapping.keys, key, &KeyRule::name);
  return found == mapping.keys.end() ? nullptr : &*found;
}

std::span<const std::string_view> role_words() noexcept { return roles; }
std::span<const std::string_view> kind_words() noexcept { return kinds; }
std::span<const std::string_view> operator_words() noexcept { return operators; }

}  // namespace syncdx::rules
