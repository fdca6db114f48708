#include "match/block_database.hpp"

#include <fmt/format.h>
#include <hs/hs.h>

#include <cassert>
#include <cstdlib>
#include <new>
#include <utility>
#include <vector>

namespace syncdx::match {
namespace {

struct FreeDatabase {
  void operator()(hs_database_t* database) const noexcept { hs_free_database(database); }
};
struct FreeScratch {
  void operator()(hs_scratch_t* scratch) const noexcept { hs_free_scratch(scratch); }
};
struct FreeError {
  void operator()(hs_compile_error_t* error) const noexcept { hs_free_compile_error(error); }
};
using OwnedDatabase = std::unique_ptr<hs_database_t, FreeDatabase>;
using OwnedScratch = std::unique_ptr<hs_scratch_t, FreeScratch>;
using OwnedError = std::unique_ptr<hs_compile_error_t, FreeError>;

constexpr unsigned expression_flags = HS_FLAG_MULTILINE;

OwnedScratch scratch_for(const hs_database_t* database) {
  hs_scratch_t* scratch = nullptr;
  if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS) throw std::bad_alloc();
  return OwnedScratch(scratch);
}

}  // namespace

struct BlockDatabase::State {
  OwnedDatabase database;
  OwnedScratch prototype;  // cloned by make_scratch, never scanned with
};

struct BlockDatabase::Scratch::State {
  OwnedScratch scratch;
};

BlockDatabase::Scratch::Scratch(std::unique_ptr<State> state) : state_(std::move(state)) {}
BlockDatabase::Scratch::Scratch(Scratch&&) noexcept = default;
BlockDatabase::Scratch& BlockDatabase::Scratch::operator=(Scratch&&) noexcept = default;
BlockDatabase::Scratch::~Scratch() = default;

BlockDatabase::BlockDatabase(std::unique_ptr<State> state) : state_(std::move(state)) {}
BlockDatabase::BlockDatabase(BlockDatabase&&) noexcept = default;
BlockDatabase& BlockDatabase::operator=(BlockDatabase&&) noexcept = default;
BlockDatabase::~BlockDatabase() = default;

bool BlockDatabase::usable() noexcept { return hs_valid_platform() == HS_SUCCESS; }

std::string BlockDatabase::identity() {
  hs_platform_info_t platform{};
  (void)hs_populate_platform(&platform);
  return fmt::format("hyperscan {} features {:x} tune {}", hs_version(), platform.cpu_features, platform.tune);
}

std::optional<std::string> BlockDatabase::objection_to(const std::string& expression) {
  hs_expr_info_t* info = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_expression_info(expression.c_str(), expression_flags, &info, &error) == HS_SUCCESS) {
    std::free(info);  // the library's default allocator is malloc
    return std::nullopt;
  }
  const OwnedError owned(error);
  return owned ? owned->message : "out of memory";
}

tl::expected<BlockDatabase, DatabaseProblem> BlockDatabase::compile(std::span<const BlockExpression> expressions) {
  std::vector<const char*> texts;
  std::vector<unsigned> ids;
  for (const auto& [pattern, text] : expressions) {
    ids.push_back(pattern);
    texts.push_back(text.c_str());
  }
  const std::vector<unsigned> flags(texts.size(), expression_flags);
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  const auto code = hs_compile_multi(texts.data(), flags.data(), ids.data(), static_cast<unsigned>(texts.size()), HS_MODE_BLOCK,
                                     nullptr, &database, &error);
  if (code != HS_SUCCESS) {
    const OwnedError owned(error);
    DatabaseProblem problem{std::nullopt, owned ? owned->message : "out of memory"};
    if (owned && owned->expression >= 0) problem.expression = static_cast<std::size_t>(owned->expression);
    return tl::unexpected(std::move(problem));
  }
  OwnedDatabase owned(database);
  auto prototype = scratch_for(owned.get());
  return BlockDatabase(std::make_unique<State>(State{std::move(owned), std::move(prototype)}));
}

std::optional<BlockDatabase> BlockDatabase::deserialize(std::string_view bytes) {
  hs_database_t* database = nullptr;
  // Refuses other versions of the library and other CPUs.
  if (hs_deserialize_database(bytes.data(), bytes.size(), &database) != HS_SUCCESS) return std::nullopt;
  OwnedDatabase owned(database);
  auto prototype = scratch_for(owned.get());
  return BlockDatabase(std::make_unique<State>(State{std::move(owned), std::move(prototype)}));
}

std::string BlockDatabase::serialize() const {
  char* bytes = nullptr;
  std::size_t size = 0;
  if (hs_serialize_database(state_->database.get(), &bytes, &size) != HS_SUCCESS) throw std::bad_alloc();
  std::string copy(bytes, size);
  std::free(bytes);
  return copy;
}

BlockDatabase::Scratch BlockDatabase::make_scratch() const {
  hs_scratch_t* scratch = nullptr;
  if (hs_clone_scratch(state_->prototype.get(), &scratch) != HS_SUCCESS) throw std::bad_alloc();
  return Scratch(std::make_unique<Scratch::State>(Scratch::State{OwnedScratch(scratch)}));
}

bool BlockDatabase::scan(std::string_view block, Scratch& scratch, OnMatch on_match, void* sink) const {
  assert(block.size() <= std::size_t{1} << 30);
  const auto size = static_cast<unsigned>(block.size());
  return hs_scan(state_->database.get(), block.data(), size, 0, scratch.state_->scratch.get(), on_match, sink) == HS_SUCCESS;
}

}  // namespace syncdx::match
