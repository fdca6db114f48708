// Archives of members: zip and tar, with libarchive, from front to back.
#include "base/text.hpp"
#include "logs/archive_handle.hpp"

#include <fmt/format.h>

#include <vector>

namespace syncdx::logs {
namespace {

class MemberReader final : public ByteReader {
 public:
  explicit MemberReader(ArchiveHandle& handle) : handle_(handle) {}

  [[nodiscard]] std::size_t read(std::span<char> room) override {
    const std::size_t count = ended_ ? 0 : handle_.read_data(room);
    // A wrong checksum is but a warning that comes with the last bytes.
    if (count == 0 && !ended_ && archive_errno(handle_.get()) != 0) handle_.damaged(ArchiveHandle::Extent::member);
    ended_ = count == 0;
    if (ended_ && handle_.problem()) set_problem(*handle_.problem());
    return count;
  }

 private:
  ArchiveHandle& handle_;
  bool ended_ = false;
};

std::string member_name(archive_entry* entry, std::size_t number) {
  const char* name = archive_entry_pathname_utf8(entry);
  if (name == nullptr) name = archive_entry_pathname(entry);
  return name != nullptr ? repair_utf8(name) : fmt::format("member {}", number);
}

// Resource forks that macOS puts beside each file of a zip.
bool is_litter(std::string_view name) { return name.starts_with("__MACOSX/"); }

}  // namespace

struct ArchiveReader::Impl {
  ByteReader& below;
  ArchiveHandle handle;
  std::size_t max_members;
  std::size_t members = 0;
  std::optional<MemberReader> member;
  std::optional<Diagnostic> problem;

  Impl(Packing packing, ByteReader& bytes, std::string name, ExpansionBudget& budget)
      : below(bytes), handle(packing, bytes, std::move(name), budget), max_members(budget.options.max_members) {}

  // What is below may know only at its own end that it was damaged: a gzip's checksum stands there.
  void read_to_end() {
    std::vector<char> room(std::size_t{64} * 1024);
    while (below.read(room) > 0) continue;
    problem = below.problem();
  }
};

ArchiveReader::ArchiveReader(Packing packing, ByteReader& below, std::string name, ExpansionBudget& budget)
    : impl_(std::make_unique<Impl>(packing, below, std::move(name), budget)) {
  impl_->problem = impl_->handle.problem();
}

ArchiveReader::~ArchiveReader() = default;

std::optional<ArchiveReader::Member> ArchiveReader::next() {
  auto& self = *impl_;
  self.handle.leave_member();
  while (!self.problem) {
    self.problem = self.handle.problem();
    if (self.problem) break;
    archive_entry* entry = nullptr;
    const int result = archive_read_next_header(self.handle.get(), &entry);
    if (result == ARCHIVE_EOF) {
      self.read_to_end();
      return std::nullopt;
    }
    if (result == ARCHIVE_RETRY) continue;
    if (result < ARCHIVE_WARN) {
      self.handle.damaged();
      self.problem = self.handle.problem();
      break;
    }
    if (++self.members > self.max_members) {
      self.problem =
          packing_note("L004", self.handle.name(),
                       fmt::format("'{}' has more than {} members; the rest is left out", self.handle.name(), self.max_members),
                       "Expand it yourself and give the logs that you need.");
      break;
    }
    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) != nullptr) continue;
    Member member{member_name(entry, self.members), archive_entry_is_data_encrypted(entry) != 0};
    if (is_litter(member.name)) continue;
    archive_clear_error(self.handle.get());  // what was odd about the header
    self.member.emplace(self.handle);
    return member;
  }
  return std::nullopt;
}

ByteReader& ArchiveReader::member() { return *impl_->member; }

const std::optional<Diagnostic>& ArchiveReader::problem() const noexcept { return impl_->problem; }

}  // namespace syncdx::logs
