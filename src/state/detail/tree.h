#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "state/entry.h"

// A persistent balanced (AVL) tree of entries: nodes never change, an update copies the path to the
// root and shares the rest. Depth is at most 1.44 log2(n), so recursion, also that of destructors,
// stays shallow.
namespace firn::state::detail {

struct Node;
using NodePointer = std::shared_ptr<const Node>;

struct Node {
  Node(EntryPointer entry, NodePointer left, NodePointer right);
  EntryPointer entry;
  NodePointer left;
  NodePointer right;
  size_t size;  // of the subtree
  int height;
};

inline size_t SizeOf(const NodePointer& root) { return root ? root->size : 0; }

const Node* FindNode(const Node* root, std::string_view key);

// The tree with the entry in place of any of the same key.
NodePointer Inserted(const NodePointer& root, EntryPointer entry);

// The tree without the key; the same root when it is absent.
NodePointer Erased(const NodePointer& root, std::string_view key);

// A tree of entries whose keys ascend strictly.
NodePointer Built(std::vector<EntryPointer> entries);

// Visits entries whose keys are not less than `from`, in order, until the visitor answers false.
void Visit(const NodePointer& root, std::string_view from,
           const std::function<bool(const EntryPointer&)>& visit);

}  // namespace firn::state::detail
