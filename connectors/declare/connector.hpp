// A connector: what can be asked of one platform, as its YAML file in connectors/platforms/ says it. Built by read_connector,
// then immutable. The language: connectors/README.md. No platform is known to C++; kinds of authentication are.
#pragma once

#include "syncdx/result.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncdx::connect {

// What an operator says of an account: `shop: acme.myshopify.com`. Values of `pattern` only get into URLs.
struct AccountField {
  std::string name;
  std::string meaning;
  std::string pattern;  // RE2, the whole value
  std::string example;
  std::optional<std::string> otherwise;  // the default; without one the field is required
  bool optional = false;                 // probes that need it are skipped without it
};

enum class AuthKind {
  none,              // nobody asks who calls
  header,            // one header, made of secrets
  basic,             // user and password
  token_request,     // a form is posted for a token, which goes into a header
  oauth1,            // every request is signed (HMAC-SHA256)
  client_assertion,  // a signed JWT is posted for a token
};

using Pairs = std::vector<std::pair<std::string, std::string>>;

// One way to log in. Texts are templates (see Template below).
struct Auth {
  std::string id;
  AuthKind kind = AuthKind::header;
  std::string title;
  std::vector<std::string> secrets;  // names of what it needs
  std::string header = "Authorization";
  std::string value;                // header, and of a token: "Bearer {token}"
  std::string user, password;       // basic
  std::string url;                  // of the token endpoint
  Pairs form;                       // what is posted there
  std::string realm;                // oauth1
  std::string key_id, issuer;       // client_assertion
  std::vector<std::string> scopes;  // client_assertion
};

// What an answer means, whatever its status.
enum class Meaning {
  ok,
  refused,       // the credentials are not accepted
  denied,        // they are, but not for this
  rate_limited,  // too many calls
  not_found,
  bad_request,
  blocked,      // the account itself is closed, frozen or locked
  unavailable,  // the platform is down or has a fault
  unreadable,   // neither: HTML instead of JSON, a redirect, a cut body
};

[[nodiscard]] std::string_view name_of(Meaning meaning) noexcept;

// An answer with one of `statuses` (empty: any) whose body matches `body` (empty: any) means `meaning`. The first that fits
// holds.
struct Reading {
  std::vector<int> statuses;
  std::string body;  // RE2
  Meaning meaning = Meaning::ok;
};

// How a fact is taken out of an answer's JSON.
enum class Extraction {
  value,     // what stands at `at`
  number,    // the same as a number, also where it stands in a string
  exists,    // whether something other than null stands there
  count,     // members of the list at `at` (with `where`: those that fit)
  any,       // whether the list has a member that fits `where`
  missing,   // how many of the words of the account field `of` are not among the list's members (their `field`)
  ratio,     // number at `at` over number at `by`
  age,       // minutes from the time at `at` to now
  equals,    // whether what stands at `at` is the account field `of`
  sum,       // of the numbers at `field` of the list's members (with `where`: of those that fit)
  repeated,  // how many of the list's members share what stands at their `field` with an earlier one; empty texts do not count
  header,    // the header `at`, as a number where it is one; with `of`: whether it is that account field
};

struct FactRule {
  std::string name;
  Extraction how = Extraction::value;
  std::string at;      // JSON pointer (RFC 6901), with places for account fields; of a header: its name
  std::string by;      // of a ratio
  std::string field;   // JSON pointer within a member; empty: the member itself
  std::string of;      // name of an account field
  Pairs where;         // JSON pointer within a member, and the text of what stands there; texts with places
  std::string grants;  // missing: a regular expression; what it matches in a member is left out (write_x grants read_x)
};

// An answer that comes in pages: as long as there is more, the next page is asked for and its list joined to the first one's.
struct Paging {
  std::string list;      // JSON pointer
  std::string more;      // JSON pointer: true while there is more; empty: as long as `next` is a text
  std::string next;      // JSON pointer to what names the next page; empty: `into` counts on by `step`
  std::string into;      // the query parameter, or the variable of a GraphQL document, that names the page
  std::size_t step = 0;  // members of a page
  std::size_t most = 4;  // pages
};

struct ProbeSpec {
  std::string id;
  std::string title;
  std::string purpose;
  std::string needs;               // scope or role, in the platform's words
  std::vector<std::string> guide;  // ids of the troubleshooting guide
  std::vector<std::string> after;  // probes that must have passed
  std::vector<std::string> uses;   // optional account fields without which it is skipped
  std::string unless_passed;       // a probe; if that passes this one is skipped
  std::size_t cost = 1;            // calls; 0 with `answer_of`
  bool anonymous = false;          // sent without credentials
  bool extra = false;              // few accounts may do this: a refusal says nothing, the probe counts as skipped
  std::string answer_of;           // reads the answer of that probe instead of calling
  std::string location;            // template: an address, or a file's path, instead of base_url and path
  std::string keeps;               // format of an export that the answer is: kept whole for the engine
  std::vector<std::string> tells;  // facts that the engine takes out of that export; one that ends in '.': all that begin so
  Pairs with;                      // account fields that this probe has otherwise
  std::optional<Paging> pages;
  std::string method = "GET";
  std::string path;
  std::string base_url;  // instead of the connector's
  Pairs query;
  Pairs headers;
  std::string body;                 // template; posted
  std::string graphql;              // a query document, posted as JSON with `variables`
  Pairs variables;                  // text values
  std::vector<std::string> expect;  // JSON pointers that an answer must have to be one
  std::vector<FactRule> facts;
  SourceRange where;
};

struct Connector {
  std::string platform;
  std::string title;
  std::string base_url;  // template
  // False where what is read is about another platform: whether it can be reached says nothing of that one.
  bool is_platform = true;
  std::vector<AccountField> account;
  std::vector<Auth> auths;
  Pairs headers;                  // sent with every call
  std::vector<Reading> readings;  // before the usual meaning of a status
  std::size_t concurrency = 2;    // calls at once that the platform bears
  double least_wait_seconds = 1;  // after a 429 without Retry-After
  std::vector<ProbeSpec> probes;  // in the author's order; `after` runs in no circle
};

// Every problem of the file at once, with its place.
[[nodiscard]] Checked<Connector> read_connector(const std::string& path, std::string_view text);

// Calls that a probe may make.
[[nodiscard]] std::size_t most_calls(const ProbeSpec& probe) noexcept;

// Names of the facts that a probe can tell first: its own, and those of all probes together that no earlier probe tells. One
// that ends in '.' stands for all that begin so.
[[nodiscard]] std::vector<std::string> told_facts(const Connector& connector, const ProbeSpec& probe);

[[nodiscard]] const ProbeSpec* find_probe(const Connector& connector, std::string_view id);

}  // namespace syncdx::connect
