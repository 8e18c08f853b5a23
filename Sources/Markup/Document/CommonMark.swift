import CCmark

/// A node of CommonMark's tree, as a Swift value.
struct MarkdownNode {
  enum Kind {
    case document, quote, list, item, codeBlock, htmlBlock, paragraph, heading, thematicBreak
    case text, softBreak, lineBreak, code, rawHTML, emphasis, strong, link, image
  }

  let kind: Kind
  let firstLine: Int
  let lastLine: Int
  var literal = ""
  var level = 0
  /// The number of the first item of a numbered list.
  var start: Int?
  var isTight = false
  var destination = ""
  var title = ""
  var children: [MarkdownNode] = []
}

/// The door to libcmark.
enum CommonMark {
  /// Parses a text. The lines of blocks are right; columns are not to be had from this version.
  static func parse(_ text: [UInt8]) -> MarkdownNode { Tree(parsing: text).document() }
}

/// Owns a tree of cmark nodes, and frees it exactly once.
private struct Tree: ~Copyable {
  private let root: OpaquePointer?

  init(parsing text: [UInt8]) {
    root = text.withUnsafeBytes { bytes in
      cmark_parse_document(bytes.baseAddress, bytes.count, CMARK_OPT_DEFAULT)
    }
  }

  deinit { cmark_node_free(root) }

  /// Walks with cmark's own iterator: the depth of the tree costs no stack.
  borrowing func document() -> MarkdownNode {
    var open = [MarkdownNode(kind: .document, firstLine: 1, lastLine: 1)]
    let iterator = cmark_iter_new(root)
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { break }
      guard let kind = MarkdownNode.Kind(cmark_node_get_type(node)) else { continue }
      if event == CMARK_EVENT_ENTER {
        open.append(MarkdownNode(kind, of: node))
      }
      if event == CMARK_EVENT_EXIT || cmark_node_first_child(node) == nil && kind.isLeaf {
        let done = open.removeLast()
        open[open.count - 1].children.append(done)
      }
    }
    return open[0]
  }
}

extension MarkdownNode.Kind {
  /// The kind of a cmark node; the document itself is the root that is already there.
  init?(_ type: cmark_node_type) {
    switch type {
    case CMARK_NODE_BLOCK_QUOTE: self = .quote
    case CMARK_NODE_LIST: self = .list
    case CMARK_NODE_ITEM: self = .item
    case CMARK_NODE_CODE_BLOCK: self = .codeBlock
    case CMARK_NODE_HTML_BLOCK: self = .htmlBlock
    case CMARK_NODE_PARAGRAPH: self = .paragraph
    case CMARK_NODE_HEADING: self = .heading
    case CMARK_NODE_THEMATIC_BREAK: self = .thematicBreak
    case CMARK_NODE_TEXT: self = .text
    case CMARK_NODE_SOFTBREAK: self = .softBreak
    case CMARK_NODE_LINEBREAK: self = .lineBreak
    case CMARK_NODE_CODE: self = .code
    case CMARK_NODE_HTML_INLINE: self = .rawHTML
    case CMARK_NODE_EMPH: self = .emphasis
    case CMARK_NODE_STRONG: self = .strong
    case CMARK_NODE_LINK: self = .link
    case CMARK_NODE_IMAGE: self = .image
    default: return nil
    }
  }

  /// Whether cmark only enters it.
  fileprivate var isLeaf: Bool {
    switch self {
    case .codeBlock, .htmlBlock, .thematicBreak, .text, .softBreak, .lineBreak, .code, .rawHTML:
      true
    default: false
    }
  }
}

extension MarkdownNode {
  fileprivate init(_ kind: Kind, of node: OpaquePointer) {
    self.init(
      kind: kind, firstLine: Int(cmark_node_get_start_line(node)),
      lastLine: Int(cmark_node_get_end_line(node)))
    literal = Self.string(cmark_node_get_literal(node))
    switch kind {
    case .heading: level = Int(cmark_node_get_heading_level(node))
    case .list:
      isTight = cmark_node_get_list_tight(node) != 0
      if cmark_node_get_list_type(node) == CMARK_ORDERED_LIST {
        start = Int(cmark_node_get_list_start(node))
      }
    case .codeBlock:
      title = Self.string(cmark_node_get_fence_info(node))
    case .link, .image:
      destination = Self.string(cmark_node_get_url(node))
      title = Self.string(cmark_node_get_title(node))
    default: break
    }
  }

  private static func string(_ text: UnsafePointer<CChar>?) -> String {
    text.map { String(cString: $0) } ?? ""
  }
}
