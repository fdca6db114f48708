// Hyperscan behind a small face, so that one file knows it. block_database_hyperscan.cpp implements this; where the library is
// not there block_database_none.cpp does, and nothing is ever usable. Expressions are those that to_hyperscan prints.
#pragma once

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace syncdx::match {

// Why a set of expressions did not compile. `expression`, the place in the set, is unset where the fault lies with the set as a
// whole.
struct DatabaseProblem {
  std::optional<std::size_t> expression;
  std::string message;
};

struct BlockExpression {
  std::uint32_t pattern = 0;  // the number that its matches are reported under
  std::string text;
};

// The signature is Hyperscan's: the expression's number, begin (unused), end offset of a match, flags (unused), the sink.
// Returns 0 to go on.
using OnMatch = int (*)(unsigned, unsigned long long, unsigned long long, unsigned, void*);

// Immutable; safe from many threads, each with its own Scratch.
class BlockDatabase {
 public:
  // The working memory of one thread.
  class Scratch {
   public:
    Scratch(Scratch&&) noexcept;
    Scratch& operator=(Scratch&&) noexcept;
    ~Scratch();

   private:
    friend class BlockDatabase;
    struct State;
    explicit Scratch(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
  };

  BlockDatabase(BlockDatabase&&) noexcept;
  BlockDatabase& operator=(BlockDatabase&&) noexcept;
  ~BlockDatabase();

  // True if the library is built in and this CPU can run it.
  [[nodiscard]] static bool usable() noexcept;

  // The library's version and the CPU features it compiles for: databases of another identity do not fit.
  [[nodiscard]] static std::string identity();

  // Whether one expression can be compiled, without doing so; nullopt if it can.
  [[nodiscard]] static std::optional<std::string> objection_to(const std::string& expression);

  [[nodiscard]] static tl::expected<BlockDatabase, DatabaseProblem> compile(std::span<const BlockExpression> expressions);
  [[nodiscard]] static std::optional<BlockDatabase> deserialize(std::string_view bytes);
  [[nodiscard]] std::string serialize() const;

  [[nodiscard]] Scratch make_scratch() const;

  // Calls `on_match` for every end of a match, in order of the ends. False if the library gave up (it has no reason to).
  [[nodiscard]] bool scan(std::string_view block, Scratch& scratch, OnMatch on_match, void* sink) const;

 private:
  struct State;
  explicit BlockDatabase(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace syncdx::match
