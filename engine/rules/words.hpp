// The words that authors may write for numbers: one table, in one place.
#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace syncdx::rules {

using NumberWord = std::pair<std::string_view, double>;

// Strengths, repair chances and leaks.
inline constexpr auto strength_words = std::to_array<NumberWord>(
    {{"always", .99}, {"usually", .85}, {"often", .6}, {"sometimes", .3}, {"rarely", .05}, {"never", 0}});

// Priors of causes.
inline constexpr auto prior_words = std::to_array<NumberWord>({{"common", .04}, {"occasional", .015}, {"rare", .004}});

}  // namespace syncdx::rules
