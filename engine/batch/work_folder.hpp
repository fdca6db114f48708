// OUT/.unfinished: the evidence of a run that is under way, and a journal of the inputs that are finished, so that a run can be
// taken up where it was broken off, by a crash too.
//
//   plan.json       what the run was asked; another question cannot be resumed
//   journal.jsonl   a line per finished input: its path, size and time, and where its evidence is
//   evidence.jsonl  evidence of small inputs, one behind the other
//   input-N.jsonl   evidence of a large one
//
// A journal line is written after the evidence it tells of, so whatever it does not tell of is not there.
#pragma once

#include "batch/out_file.hpp"
#include "batch/scan_inputs.hpp"
#include "syncdx/result.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncdx::batch {

// Where an input's evidence stands.
struct Stretch {
  std::string file;  // within the folder
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

struct RunPlan {
  std::string rules_hash;
  std::string session_key;
  bool one_session = false;
  std::uint64_t mask_key = 0;
  bool operator==(const RunPlan&) const = default;
};

class WorkFolder final : public EvidenceSink {
 public:
  // Makes the folder, or takes up the one that is there; then `plan` must fit (B006), but its mask key becomes the old one.
  [[nodiscard]] static Result<std::unique_ptr<WorkFolder>> open(const std::string& out, RunPlan plan, Start start);

  ~WorkFolder() override;

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] std::uint64_t mask_key() const noexcept { return plan_.mask_key; }

  // Whether an earlier run finished some input.
  [[nodiscard]] bool resumes() const noexcept { return !finished_.empty(); }

  // Those of `files` that are not finished as they are now; the sink's input numbers are positions in what is returned.
  [[nodiscard]] std::vector<InputFile> unfinished(const std::vector<InputFile>& files);

  bool add(std::size_t input, std::string_view lines) override;
  bool done(std::size_t input, End end) override;

  // Every line of evidence of the inputs asked for by the last `unfinished`, without newlines. B005 if something could not be
  // written.
  [[nodiscard]] Result<void> for_each_line(const std::function<Result<void>(std::string_view)>& visit);

  // Removes the folder.
  void remove();

 private:
  struct Writing {  // an input whose evidence comes in
    std::string held;
    std::unique_ptr<OutFile> file;  // once it is large
    std::string name;
  };
  WorkFolder(std::string path, RunPlan plan);
  [[nodiscard]] Result<void> read_journal();
  [[nodiscard]] Result<void> open_files();
  [[nodiscard]] std::string place(std::string_view name) const { return path_ + '/' + std::string(name); }

  std::string path_;
  RunPlan plan_;
  struct Finished {
    InputFile input;
    Stretch stretch;
  };
  std::map<std::string, Finished> finished_;  // by path
  std::vector<InputFile> files_;              // being read
  std::vector<Stretch> wanted_;               // of inputs finished before and now
  std::uint64_t large_files_ = 0;

  std::mutex mutex_;
  std::map<std::size_t, Writing> writing_;
  std::unique_ptr<OutFile> evidence_;
  std::unique_ptr<OutFile> journal_;
  std::optional<Diagnostic> problem_;
};

}  // namespace syncdx::batch
