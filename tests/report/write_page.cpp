// Writes the report page of a sample summary to standard output, for the browser test. usage: write_page NAME
#include "report/sample_summaries.hpp"
#include "syncdx/report.hpp"

#include <cstdio>
#include <map>
#include <string>

int main(int argc, char** argv) {
  using namespace syncdx;
  const std::map<std::string, batch::BatchSummary (*)()> samples{{"eight_weeks", report::samples::eight_weeks},
                                                                 {"crowded", report::samples::crowded},
                                                                 {"hostile", report::samples::hostile_weeks},
                                                                 {"nothing", report::samples::nothing},
                                                                 {"one_night", report::samples::one_night},
                                                                 {"in_doubt", report::samples::in_doubt},
                                                                 {"huge", report::samples::huge}};
  const auto found = samples.find(argc == 2 ? argv[1] : "");
  if (found == samples.end()) return 2;
  const std::string page = report::batch_html(found->second());
  return std::fwrite(page.data(), 1, page.size(), stdout) == page.size() ? 0 : 1;
}
