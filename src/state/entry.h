#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

namespace firn::state {

// One key with its value. Never changes; a write makes another entry. It can hold one decoded form
// of its value so that hot records are parsed once. Threads: any.
class Entry {
 public:
  Entry(std::string key, std::string value) : key_(std::move(key)), value_(std::move(value)) {}
  ~Entry() { delete decoded_.load(std::memory_order_acquire); }
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;

  const std::string& key() const { return key_; }
  const std::string& value() const { return value_; }

  // The decoded form kept earlier, or null when none of this type was. Lives as long as the entry.
  template <class T>
  const T* Decoded() const {
    const Form* form = decoded_.load(std::memory_order_acquire);
    return form != nullptr && form->type == &kType<T> ? &static_cast<const FormOf<T>*>(form)->value
                                                      : nullptr;
  }

  // Keeps a decoded form; the first one stays for good. Null when another type came first and
  // `value` was dropped.
  template <class T>
  const T* Keep(T value) const {
    const Form* form = new FormOf<T>(std::move(value));
    const Form* expected = nullptr;
    if (!decoded_.compare_exchange_strong(expected, form, std::memory_order_acq_rel)) delete form;
    return Decoded<T>();
  }

 private:
  template <class T>
  static inline const char kType = 0;  // its address names the type

  struct Form {
    explicit Form(const void* type) : type(type) {}
    virtual ~Form() = default;
    const void* type;
  };
  template <class T>
  struct FormOf final : Form {
    explicit FormOf(T value) : Form(&kType<T>), value(std::move(value)) {}
    T value;
  };

  std::string key_;
  std::string value_;
  mutable std::atomic<const Form*> decoded_{nullptr};
};

using EntryPointer = std::shared_ptr<const Entry>;

// One key's new value, or its erasure when `entry` is null.
struct Change {
  std::string key;
  EntryPointer entry;
};

}  // namespace firn::state
