// What a report says, in which order, as plain sentences: which causes are worth showing, which evidence is the strongest, what
// the headline is. text.cpp and markdown.cpp only lay it out, so that both hold the same content.
#pragma once

#include "syncdx/diagnosis.hpp"

#include <string>
#include <vector>

namespace syncdx::report {

struct Quote {
  std::string place;  // "sync.log:812"
  std::string text;
};

// A piece of evidence, and the line that shows it, if there is one.
struct Point {
  std::string sentence;
  std::vector<Quote> quotes;  // none or one
};

struct CauseSection {
  std::string title;
  std::string chance;  // "very likely (93 %)"
  std::string name;    // what --explain takes
  std::string explanation;
  std::vector<Point> for_it;   // strongest first, up to 3
  std::vector<Point> against;  // strongest first, up to 2
};

struct StepSection {
  StepKind kind = StepKind::repair;
  std::string title;
  std::string cost;                 // "2 min"
  std::string chance;               // "80 % chance to fix it"; may be empty
  std::vector<std::string> causes;  // titles
  std::vector<std::string> instructions;
  std::string verify;
};

struct Outline {
  bool fault = false;  // something in the evidence speaks for a cause
  std::string headline;
  std::string first_step;            // in one line; empty without steps or a fault
  std::vector<std::string> context;  // platform, session, inputs, whole or not, approximate or not
  std::vector<CauseSection> causes;  // up to 3 of at least 5 %; the leading issue's likeliest first
  std::string more_causes;           // what was left out; may be empty
  std::vector<CauseSection> outside;
  std::vector<StepSection> steps;
  std::vector<std::string> give_next;  // only without a fault
  std::vector<std::string> would_settle;
  std::vector<std::string> not_examined;
  std::vector<std::string> unexplained;
  std::vector<Quote> unmatched;
  std::vector<std::string> notes;
};

[[nodiscard]] Outline outline(const Diagnosis& diagnosis);

}  // namespace syncdx::report
