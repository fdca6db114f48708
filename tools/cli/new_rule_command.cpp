#include "new_rule_command.hpp"

#include "places.hpp"
#include "terminal.hpp"
#include "write_file.hpp"

#include "rules/rules_schema.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace syncdx::cli {
namespace {

namespace fs = std::filesystem;

void ask(std::string& answer, std::string_view question) {
  if (!answer.empty()) return;
  std::cerr << question << "\n> " << std::flush;
  std::getline(std::cin, answer);
}

void ask(std::vector<std::string>& answers, std::string_view question) {
  if (!answers.empty()) return;
  std::string answer;
  ask(answer, question);
  if (!answer.empty()) answers.push_back(std::move(answer));
}

using Answer = std::variant<std::string*, std::vector<std::string>*>;

struct Question {
  Answer answer;
  std::string_view text;
  std::string_view lack;  // how a complaint names it
};

std::vector<Question> questions(gaps::NewRule& said) {
  return {{&said.cause, "What is wrong? An id, such as webhook_switched_off", "the cause"},
          {&said.issue,
           "What does the user complain of? An id, such as data_not_syncing (empty: that of the cause, if it is known)",
           "the issue"},
          {&said.title, "What is wrong, in a few words for the reader", "the cause's title"},
          {&said.explanation, "How does it come about? One or two sentences for the reader (empty: the same words)", ""},
          {&said.lines, "A log line that shows it", "a log line"},
          {&said.near_misses, "A line that looks alike but means something else", "a near miss"},
          {&said.fix, "What does one do about it?", "what one does"},
          {&said.verify, "How does one see that it worked?", "how one sees"}};
}

void ask_what_is_missing(gaps::NewRule& said) {
  for (const auto& question : questions(said)) {
    std::visit([&](auto* answer) { ask(*answer, question.text); }, question.answer);
  }
}

// Asks again for what is complained of, and only for that; false if no question fits the complaint.
bool ask_again(gaps::NewRule& said, const Diagnostic& complaint) {
  const Question* best = nullptr;
  const auto all = questions(said);
  for (const auto& question : all) {
    const bool fits = !question.lack.empty() && complaint.message.find(question.lack) != std::string::npos;
    if (fits && (best == nullptr || question.lack.size() > best->lack.size())) best = &question;
  }
  if (best == nullptr) return false;
  std::visit(
      [&](auto* answer) {
        answer->clear();
        ask(*answer, best->text);
      },
      best->answer);
  return true;
}

bool holds_rules(const std::string& directory) {
  std::error_code error;
  fs::recursive_directory_iterator entry(directory, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (entry->path().extension() == ".yaml") return true;
  }
  return false;
}

Result<std::vector<std::string>> joined_rules(const NewRuleOptions& options) {
  auto paths = named_rules(options.rules);
  if (paths && holds_rules(options.directory) && std::ranges::find(*paths, options.directory) == paths->end())
    paths->push_back(options.directory);
  return paths;
}

std::optional<Diagnostic> already_there(const std::vector<FileToWrite>& files) {
  for (const auto& file : files) {
    std::error_code error;
    if (!fs::exists(file.path, error)) continue;
    return Diagnostic{.code = "C004",
                      .message = fmt::format("{} is there already", file.path),
                      .help = "nothing was written; choose another --cause, or add to that file by hand"};
  }
  return std::nullopt;
}

std::vector<FileToWrite> files_of(const NewRuleOptions& options, const gaps::DraftedRule& draft) {
  const auto folder = fs::path(options.directory) / options.said.platform;
  const auto path = (folder / options.said.cause).string();
  std::vector<FileToWrite> files{{path + ".yaml", draft.rule}, {path + ".cases.yaml", draft.cases}};
  if (!draft.platform.empty()) files.push_back({(folder / "platform.yaml").string(), draft.platform});
  return files;
}

ExitCode join_by_hand(const gaps::DraftedRule& draft) {
  return print(fmt::format(
      "The cause stands already: {}:{}\nAdd this below `symptoms:`\n\n{}\nand the symptom's id to the cause's "
      "`shows`, such as `: usually`.{} A case file for it:\n\n{}",
      draft.joins->path, draft.joins->begin.line, draft.rule,
      draft.solution.empty() ? std::string()
                             : fmt::format(" Below `solutions:`\n\n{}\nand its id in the cause's `solutions`.", draft.solution),
      draft.cases));
}

void give_basis(gaps::NewRule& said) {
  if (said.basis.empty()) said.basis = fmt::format("judgement {:%Y-%m-%d}", fmt::gmtime(std::chrono::system_clock::now()));
}

using Draft = tl::expected<gaps::DraftedRule, std::vector<Diagnostic>>;

Draft draft_of(const NewRuleOptions& options) {
  const auto joined = joined_rules(options);
  if (!joined) return tl::unexpected(std::vector{joined.error()});
  return gaps::draft_rule(options.said, {.rule_paths = *joined}, redaction_key());
}

ExitCode write_rule(const NewRuleOptions& options, const Draft& draft) {
  if (!draft) return refuse(draft.error());
  if (draft->joins) return join_by_hand(*draft);
  auto files = files_of(options, *draft);
  if (const auto problem = already_there(files)) return refuse(*problem, ExitCode::input_unreadable);
  const auto schema = (fs::path(options.directory) / "rules.schema.json").string();
  if (std::error_code error; !fs::exists(schema, error)) files.push_back({schema, rules::rules_schema()});
  if (const auto problem = write_files(files)) return refuse(*problem, ExitCode::input_unreadable);
  std::string text;
  for (const auto& pattern : draft->patterns) text += fmt::format("pattern: {}\n", pattern);
  for (const auto& file : files) text += fmt::format("written: {}\n", file.path);
  auto all = options.rules;
  all.push_back(options.directory);
  text += fmt::format("next:    syncdx rules check {}\n         syncdx rules test {} --rules {}\n", fmt::join(all, " "),
                      options.directory, fmt::join(all, " --rules "));
  if (options.rules.empty())
    text += "note:    these rules stand alone; to add to those that come with syncdx, write them with --rules installed\n";
  return print(text);
}

}  // namespace

ExitCode run(const NewRuleOptions& options) {
  auto asked = options;
  give_basis(asked.said);
  if (input_is_terminal()) ask_what_is_missing(asked.said);
  auto draft = draft_of(asked);
  while (!draft && input_is_terminal() && std::cin && draft.error().front().code == "D005") {
    complain(draft.error());
    if (!ask_again(asked.said, draft.error().front())) break;
    draft = draft_of(asked);
  }
  return write_rule(asked, draft);
}

ExitCode run(const DraftRuleOptions& options) {
  auto rule = options.rule;
  auto& said = rule.said;
  auto known = joined_rules(rule);
  if (known && known->empty()) known = rule_paths({});
  if (!known) return refuse(known.error(), ExitCode::rules_invalid);
  const auto seen =
      gaps::see_fault({.rule_paths = *known, .cache_dir = cache_directory({})}, options.log, options.at, redaction_key());
  if (!seen) return refuse(seen.error());
  if (said.lines.empty()) said.lines = seen->lines;
  if (said.near_misses.empty()) said.near_misses = seen->near_misses;
  if (said.platform.empty()) said.platform = seen->platform;
  said.unsaid = gaps::Unsaid::left_to_fill_in;
  give_basis(said);
  return write_rule(rule, draft_of(rule));
}

}  // namespace syncdx::cli
