import CJavaScriptCore

/// KaTeX in JavaScriptCore: typesets LaTeX as HTML that needs no script.
final class KaTeX {
  private let context: JSGlobalContextRef
  private let render: JSObjectRef

  /// What KaTeX says is wrong with a formula.
  struct Failure: Error { let message: String }

  /// Loads KaTeX's own script, which takes some tens of milliseconds.
  init(script: String) throws(Failure) {
    guard let context = JSGlobalContextCreate(nil) else {
      throw Failure(message: "JavaScriptCore does not start")
    }
    self.context = context
    do throws(Failure) {
      _ = try Self.evaluate(script, in: context)
      let function = try Self.evaluate(Self.renderer, in: context)
      guard let render = JSValueToObject(context, function, nil) else {
        throw Failure(message: "KaTeX does not load")
      }
      JSValueProtect(context, render)
      self.render = render
    } catch {
      JSGlobalContextRelease(context)
      throw error
    }
  }

  deinit {
    JSValueUnprotect(context, render)
    JSGlobalContextRelease(context)
  }

  /// `trust` stays off, and expansion and sizes are bounded: a formula can draw, and nothing else.
  private static let renderer = """
    (function (latex, isDisplay) {
      return katex.renderToString(latex, {
        displayMode: isDisplay, output: "htmlAndMathml", throwOnError: true, strict: "ignore",
        trust: false, maxExpand: 50, maxSize: 20
      });
    })
    """

  func html(for latex: String, isDisplay: Bool) throws(Failure) -> String {
    let text = JSStringCreateWithUTF8CString(latex)
    defer { JSStringRelease(text) }
    var exception: JSValueRef?
    let arguments: [JSValueRef?] = [
      JSValueMakeString(context, text), JSValueMakeBoolean(context, isDisplay),
    ]
    let result = JSObjectCallAsFunction(
      context, render, nil, arguments.count, arguments, &exception)
    guard let result, exception == nil else {
      throw Failure(message: Self.string(exception, in: context))
    }
    return Self.string(result, in: context)
  }

  private static func evaluate(
    _ script: String, in context: JSGlobalContextRef
  ) throws(Failure) -> JSValueRef? {
    let text = JSStringCreateWithUTF8CString(script)
    defer { JSStringRelease(text) }
    var exception: JSValueRef?
    let result = JSEvaluateScript(context, text, nil, nil, 1, &exception)
    if exception != nil { throw Failure(message: string(exception, in: context)) }
    return result
  }

  private static func string(_ value: JSValueRef?, in context: JSGlobalContextRef) -> String {
    guard let value, let text = JSValueToStringCopy(context, value, nil) else { return "" }
    defer { JSStringRelease(text) }
    var bytes = [CChar](repeating: 0, count: JSStringGetMaximumUTF8CStringSize(text))
    let count = JSStringGetUTF8CString(text, &bytes, bytes.count)
    return String(
      decoding: bytes.prefix(max(count - 1, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
