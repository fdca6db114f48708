#include "batch/source_fold.hpp"

#include <utility>

namespace syncdx::batch {
namespace {

constexpr std::uint64_t silent_blocks = 64;  // from then on a session is taken to be over

}  // namespace

void SourceFold::add_piece(Piece&& piece) {
  const auto [entry, is_new] = open_.try_emplace(piece.session);
  auto& open = entry->second;
  if (is_new) {
    turns_.push_back(&entry->first);
    open.turn = std::prev(turns_.end());
    open.piece = std::move(piece);
  } else {
    turns_.splice(turns_.end(), turns_, open.turn);
    append(open.piece, std::move(piece), limits_);
  }
  open.last_block = blocks_;
}

void SourceFold::add_before_keys(Piece&& piece) {
  if (form_.extent == SourceForm::Extent::whole) {
    lines_without_session_ += piece.lines;
  } else if (before_keys_.lines == 0) {
    before_keys_ = std::move(piece);
  } else {
    append(before_keys_, std::move(piece), limits_);
  }
}

void SourceFold::leave(std::unordered_map<std::string, Open>::iterator session, std::vector<Piece>& left) {
  turns_.erase(session->second.turn);
  left.push_back(std::move(session->second.piece));
  open_.erase(session);
}

void SourceFold::add(ScannedBlock block, std::vector<Piece>& left) {
  ++blocks_;
  bytes_ += block.bytes;
  lines_ += block.lines;
  for (auto& piece : block.pieces) {
    if (piece.session.empty()) {
      if (last_session_.empty()) {
        add_before_keys(std::move(piece));
        continue;
      }
      piece.session = last_session_;
    }
    add_piece(std::move(piece));
  }
  if (form_.extent == SourceForm::Extent::part) last_time_ = block.last_time;
  other_keys_ = other_keys_ || block.other_keys;
  if (!block.last_session.empty()) last_session_ = std::move(block.last_session);
  while (!turns_.empty()) {
    const auto oldest = open_.find(*turns_.front());
    if (open_.size() <= most_open_ && oldest->second.last_block + silent_blocks > blocks_) break;
    leave(oldest, left);
  }
}

void SourceFold::finish(End end, std::vector<Piece>& left) {
  if (before_keys_.lines > 0) left.push_back(std::move(before_keys_));
  while (!turns_.empty()) leave(open_.find(*turns_.front()), left);
  if (end == End::read || form_.keys != logs::KeyUse::none) return;
  for (auto& piece : left) piece.broken_off = true;
}

}  // namespace syncdx::batch
