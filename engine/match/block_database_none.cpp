// For machines without Hyperscan: no database is ever made, so nothing but usable, identity and objection_to is called.
#include "match/block_database.hpp"

#include <utility>

namespace syncdx::match {

struct BlockDatabase::State {};
struct BlockDatabase::Scratch::State {};

BlockDatabase::Scratch::Scratch(std::unique_ptr<State> state) : state_(std::move(state)) {}
BlockDatabase::Scratch::Scratch(Scratch&&) noexcept = default;
BlockDatabase::Scratch& BlockDatabase::Scratch::operator=(Scratch&&) noexcept = default;
BlockDatabase::Scratch::~Scratch() = default;

BlockDatabase::BlockDatabase(std::unique_ptr<State> state) : state_(std::move(state)) {}
BlockDatabase::BlockDatabase(BlockDatabase&&) noexcept = default;
BlockDatabase& BlockDatabase::operator=(BlockDatabase&&) noexcept = default;
BlockDatabase::~BlockDatabase() = default;

bool BlockDatabase::usable() noexcept { return false; }

std::string BlockDatabase::identity() { return "none"; }

std::optional<std::string> BlockDatabase::objection_to(const std::string&) { return std::nullopt; }

tl::expected<BlockDatabase, DatabaseProblem> BlockDatabase::compile(std::span<const BlockExpression>) {
  return tl::unexpected(DatabaseProblem{std::nullopt, "built without Hyperscan"});
}

std::optional<BlockDatabase> BlockDatabase::deserialize(std::string_view) { return std::nullopt; }

std::string BlockDatabase::serialize() const { return {}; }

BlockDatabase::Scratch BlockDatabase::make_scratch() const { return Scratch(nullptr); }

bool BlockDatabase::scan(std::string_view, Scratch&, OnMatch, void*) const { return false; }

}  // namespace syncdx::match
