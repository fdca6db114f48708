// Lists of rows that the page's script filters, and of which the screen and the paper show the first few; and what is said
// where a list is empty.
#pragma once

#include "syncdx/batch.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace syncdx::report::html {

// How many rows are shown until the reader asks for all. Without the script the screen shows all.
struct RowLimits {
  std::size_t screen = 15;
  std::size_t paper = 10;
};

// Around the rows of one list, whatever element they are. `rows`: how many there are.
[[nodiscard]] std::string list_open(RowLimits limits);
[[nodiscard]] std::string list_close(std::size_t rows, RowLimits limits);

// A list that is a table. A column's name that begins with '#' is of numbers. The caption is markup.
[[nodiscard]] std::string table_open(std::string_view caption, std::initializer_list<std::string_view> columns,
                                     RowLimits limits);
[[nodiscard]] std::string table_close(std::size_t rows, RowLimits limits);

// Attributes of row number `row`: that it is one, and its class.
[[nodiscard]] std::string row_attributes(std::size_t row, std::string_view kind, RowLimits limits);

// A name or sentence as a cell's content, in an element: a short name stays on one line; what is very long is cut on paper.
[[nodiscard]] std::string name_cell(std::string_view name, std::string_view element = "span");
[[nodiscard]] std::string text_cell(std::string_view text, std::string_view element = "span");

// What the filter needs to know of a row that is of this group, begun at this time; empty where no group has the name, or the
// time is in no bucket.
[[nodiscard]] std::string platform_attribute(const batch::BatchSummary& summary, std::string_view platform);
[[nodiscard]] std::string entity_attribute(const batch::BatchSummary& summary, std::string_view entity);
[[nodiscard]] std::string bucket_attribute(const batch::BatchSummary& summary, std::string_view time);

// What the page does not count, or did not see, and why, as items of a list: markup. Empty if it counts all.
[[nodiscard]] std::string not_counted(const batch::BatchSummary& summary);

// A paragraph for a list without rows. `nothing` says so ("No session failed"); where something is not counted, the paragraph
// says that too, and of no session counted it says that alone.
[[nodiscard]] std::string empty_note(const batch::BatchSummary& summary, std::string_view nothing);

}  // namespace syncdx::report::html
