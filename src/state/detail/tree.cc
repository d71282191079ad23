#include "state/detail/tree.h"

#include <algorithm>

namespace firn::state::detail {
namespace {

int HeightOf(const NodePointer& node) { return node ? node->height : 0; }

NodePointer Make(EntryPointer entry, NodePointer left, NodePointer right) {
  return std::make_shared<const Node>(std::move(entry), std::move(left), std::move(right));
}

// A node over two trees whose heights differ by at most two, rotated so that they differ by at most
// one.
NodePointer Balanced(const EntryPointer& entry, const NodePointer& left, const NodePointer& right) {
  const int lean = HeightOf(left) - HeightOf(right);
  if (lean > 1) {
    if (HeightOf(left->left) >= HeightOf(left->right)) {
      return Make(left->entry, left->left, Make(entry, left->right, right));
    }
    const Node& middle = *left->right;
    return Make(middle.entry, Make(left->entry, left->left, middle.left),
                Make(entry, middle.right, right));
  }
  if (lean < -1) {
    if (HeightOf(right->right) >= HeightOf(right->left)) {
      return Make(right->entry, Make(entry, left, right->left), right->right);
    }
    const Node& middle = *right->left;
    return Make(middle.entry, Make(entry, left, middle.left),
                Make(right->entry, middle.right, right->right));
  }
  return Make(entry, left, right);
}

const EntryPointer& Least(const Node* node) {
  while (node->left) node = node->left.get();
  return node->entry;
}

NodePointer WithoutLeast(const Node& node) {
  if (!node.left) return node.right;
  return Balanced(node.entry, WithoutLeast(*node.left), node.right);
}

NodePointer ErasedPresent(const Node& node, std::string_view key) {
  const int order = key.compare(node.entry->key());
  if (order < 0) return Balanced(node.entry, ErasedPresent(*node.left, key), node.right);
  if (order > 0) return Balanced(node.entry, node.left, ErasedPresent(*node.right, key));
  if (!node.left) return node.right;
  if (!node.right) return node.left;
  return Balanced(Least(node.right.get()), node.left, WithoutLeast(*node.right));
}

NodePointer BuiltRange(std::vector<EntryPointer>& entries, size_t begin, size_t end) {
  if (begin == end) return nullptr;
  const size_t middle = begin + (end - begin) / 2;
  NodePointer left = BuiltRange(entries, begin, middle);
  NodePointer right = BuiltRange(entries, middle + 1, end);
  return Make(std::move(entries[middle]), std::move(left), std::move(right));
}

}  // namespace

Node::Node(EntryPointer own, NodePointer lesser, NodePointer greater)
    : entry(std::move(own)),
      left(std::move(lesser)),
      right(std::move(greater)),
      size(SizeOf(left) + SizeOf(right) + 1),
      height(std::max(HeightOf(left), HeightOf(right)) + 1) {}

const Node* FindNode(const Node* root, std::string_view key) {
  while (root != nullptr) {
    const int order = key.compare(root->entry->key());
    if (order == 0) return root;
    root = order < 0 ? root->left.get() : root->right.get();
  }
  return nullptr;
}

NodePointer Inserted(const NodePointer& root, EntryPointer entry) {
  if (!root) return Make(std::move(entry), nullptr, nullptr);
  const int order = entry->key().compare(root->entry->key());
  if (order < 0) return Balanced(root->entry, Inserted(root->left, std::move(entry)), root->right);
  if (order > 0) return Balanced(root->entry, root->left, Inserted(root->right, std::move(entry)));
  return Make(std::move(entry), root->left, root->right);
}

NodePointer Erased(const NodePointer& root, std::string_view key) {
  return FindNode(root.get(), key) == nullptr ? root : ErasedPresent(*root, key);
}

NodePointer Built(std::vector<EntryPointer> entries) {
  return BuiltRange(entries, 0, entries.size());
}

void Visit(const NodePointer& root, std::string_view from,
           const std::function<bool(const EntryPointer&)>& visit) {
  std::vector<const Node*>
      pending;  // nodes to visit, each before its right subtree; the next at the back
  for (const Node* node = root.get(); node != nullptr;) {
    if (node->entry->key() < from) {
      node = node->right.get();
    } else {
      pending.push_back(node);
      node = node->left.get();
    }
  }
  while (!pending.empty()) {
    const Node* node = pending.back();
    pending.pop_back();
    if (!visit(node->entry)) return;
    for (node = node->right.get(); node != nullptr; node = node->left.get())
      pending.push_back(node);
  }
}

}  // namespace firn::state::detail
