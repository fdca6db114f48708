// The figures of a measurement that reports put side by side, before and after a change.
#pragma once

#include "report/json_parts.hpp"

#include "syncdx/evaluate.hpp"

#include <array>
#include <string>
#include <string_view>

namespace syncdx::report {

struct NamedFigure {
  std::string_view name;  // as in the JSON of an evaluation
  double evaluate::Figures::*value;
};

inline constexpr auto compared_figures = std::to_array<NamedFigure>({{"issue_top1", &evaluate::Figures::issue_top1},
                                                                     {"issue_top3", &evaluate::Figures::issue_top3},
                                                                     {"cause_top1", &evaluate::Figures::cause_top1},
                                                                     {"cause_top3", &evaluate::Figures::cause_top3},
                                                                     {"cause_mrr", &evaluate::Figures::cause_mrr},
                                                                     {"log_loss", &evaluate::Figures::log_loss},
                                                                     {"brier", &evaluate::Figures::brier},
                                                                     {"ece", &evaluate::Figures::ece}});

// An object of them.
[[nodiscard]] inline Json compared_json(const evaluate::Figures& figures) {
  Json json = Json::object();
  for (const auto& [name, value] : compared_figures) json[std::string(name)] = figures.*value;
  return json;
}

}  // namespace syncdx::report
