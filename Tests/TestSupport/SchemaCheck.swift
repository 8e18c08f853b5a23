import Foundation

/// As much of JSON Schema as our schemas use.
package struct SchemaCheck {
  private let root: [String: Any]

  package init(_ root: [String: Any]) { self.root = root }

  package func problems(of value: Any, against schema: [String: Any], at path: String) -> [String] {
    if let reference = schema["$ref"] as? String {
      let name = reference.split(separator: "/").last.map(String.init) ?? ""
      let definitions = root["$defs"] as? [String: Any] ?? [:]
      return problems(of: value, against: definitions[name] as? [String: Any] ?? [:], at: path)
    }
    var problems: [String] = []
    if let allowed = schema["enum"] as? [Any] {
      let isAllowed = allowed.contains { "\($0)" == "\(value)" }
      if !isAllowed { problems.append("\(path): \(value) is not allowed") }
    }
    if let type = schema["type"] {
      let types = type as? [String] ?? [type as? String ?? ""]
      if !types.contains(where: { matches(value, $0) }) { problems.append("\(path): not \(types)") }
    }
    if let object = value as? [String: Any] {
      let properties = schema["properties"] as? [String: Any] ?? [:]
      for key in schema["required"] as? [String] ?? [] where object[key] == nil {
        problems.append("\(path): \(key) is missing")
      }
      for (key, member) in object {
        if let inner = properties[key] as? [String: Any] {
          problems += self.problems(of: member, against: inner, at: "\(path).\(key)")
        } else if schema["additionalProperties"] as? Bool == false {
          problems.append("\(path): \(key) is unknown")
        }
      }
    }
    if let list = value as? [Any], let inner = schema["items"] as? [String: Any] {
      for item in list { problems += self.problems(of: item, against: inner, at: "\(path)[]") }
    }
    return problems
  }

  private func matches(_ value: Any, _ type: String) -> Bool {
    switch type {
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "integer": value is Int
    case "number": value is Double || value is Int
    case "null": value is NSNull
    default: false
    }
  }
}
