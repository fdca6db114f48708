// A template as people read it: the message with its fixed words and their punctuation, and a mask for what varies.
#pragma once

#include <span>
#include <string>

namespace syncdx::gaps {

// "GET <url> failed (<num> of <num> tries), see <*>". `words`: of the template, empty where it is variable; `messages`: what
// its lines say. <num> is a number, <url> a web address, <*> anything else or several. Valid UTF-8; nothing but the words and
// punctuation is taken from the messages.
[[nodiscard]] std::string template_text(std::span<const std::string> words, std::span<const std::string> messages);

}  // namespace syncdx::gaps
