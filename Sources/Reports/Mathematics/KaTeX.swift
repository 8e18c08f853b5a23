#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What JavaScriptCore's C interface hands out.
private typealias JSContextRef = OpaquePointer
private typealias JSGlobalContextRef = OpaquePointer
private typealias JSClassRef = OpaquePointer
private typealias JSStringRef = OpaquePointer
private typealias JSValueRef = OpaquePointer
private typealias JSObjectRef = OpaquePointer

/// KaTeX in JavaScriptCore: typesets LaTeX as HTML that needs no script.
final class KaTeX {
  private let engine: JavaScriptCore
  private let context: JSGlobalContextRef
  private let render: JSObjectRef

  /// What KaTeX says is wrong with a formula.
  struct Failure: Error { let message: String }

  /// Loads KaTeX's own script, which takes some tens of milliseconds.
  init(script: String) throws(Failure) {
    let engine = try JavaScriptCore()
    guard let context = engine.createContext(nil) else {
      throw Failure(message: "JavaScriptCore does not start")
    }
    do throws(Failure) {
      _ = try engine.evaluate(script, in: context)
      guard
        let render = engine.toObject(context, try engine.evaluate(Self.renderer, in: context), nil)
      else { throw Failure(message: "KaTeX does not load") }
      engine.protect(context, render)
      self.render = render
    } catch {
      engine.releaseContext(context)
      throw error
    }
    self.engine = engine
    self.context = context
  }

  deinit {
    engine.unprotect(context, render)
    engine.releaseContext(context)
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
    let text = engine.createString(latex)
    defer { engine.releaseString(text) }
    var exception: JSValueRef?
    let arguments: [JSValueRef?] = [
      engine.makeString(context, text), engine.makeBoolean(context, isDisplay),
    ]
    let result = engine.call(context, render, nil, arguments.count, arguments, &exception)
    guard let result, exception == nil else {
      throw Failure(message: engine.string(exception, in: context))
    }
    return engine.string(result, in: context)
  }
}

/// The functions of JavaScriptCore, looked up when the first formula is to be set: loading the
/// library takes longer than judging a homework, and most runs need no formula set.
private struct JavaScriptCore {
  let createContext: @convention(c) (JSClassRef?) -> JSGlobalContextRef?
  let releaseContext: @convention(c) (JSGlobalContextRef?) -> Void
  let createString: @convention(c) (UnsafePointer<CChar>?) -> JSStringRef?
  let releaseString: @convention(c) (JSStringRef?) -> Void
  let makeString: @convention(c) (JSContextRef?, JSStringRef?) -> JSValueRef?
  let makeBoolean: @convention(c) (JSContextRef?, Bool) -> JSValueRef?
  let protect: @convention(c) (JSContextRef?, JSValueRef?) -> Void
  let unprotect: @convention(c) (JSContextRef?, JSValueRef?) -> Void
  let toObject: @convention(c) (JSContextRef?, JSValueRef?, Exception) -> JSObjectRef?
  let call:
    @convention(c) (
      JSContextRef?, JSObjectRef?, JSObjectRef?, Int, UnsafePointer<JSValueRef?>?, Exception
    ) -> JSValueRef?
  private let evaluateScript:
    @convention(c) (JSContextRef?, JSStringRef?, JSObjectRef?, JSStringRef?, Int32, Exception) ->
      JSValueRef?
  private let copyString: @convention(c) (JSContextRef?, JSValueRef?, Exception) -> JSStringRef?
  private let maximumLength: @convention(c) (JSStringRef?) -> Int
  private let getString: @convention(c) (JSStringRef?, UnsafeMutablePointer<CChar>?, Int) -> Int

  fileprivate typealias Exception = UnsafeMutablePointer<JSValueRef?>?

  private static let libraries = [
    "libjavascriptcoregtk-4.1.so.0", "libjavascriptcoregtk-4.1.so",
    "/System/Library/Frameworks/JavaScriptCore.framework/JavaScriptCore",
  ]

  init() throws(KaTeX.Failure) {
    guard let library = Self.libraries.lazy.compactMap({ dlopen($0, RTLD_NOW) }).first else {
      throw KaTeX.Failure(message: "JavaScriptCore is not installed; run 'make deps'")
    }
    func find<Function>(_ name: String) throws(KaTeX.Failure) -> Function {
      guard let symbol = dlsym(library, name) else {
        throw KaTeX.Failure(message: "JavaScriptCore has no \(name)")
      }
      return unsafeBitCast(symbol, to: Function.self)
    }
    createContext = try find("JSGlobalContextCreate")
    releaseContext = try find("JSGlobalContextRelease")
    createString = try find("JSStringCreateWithUTF8CString")
    releaseString = try find("JSStringRelease")
    makeString = try find("JSValueMakeString")
    makeBoolean = try find("JSValueMakeBoolean")
    protect = try find("JSValueProtect")
    unprotect = try find("JSValueUnprotect")
    toObject = try find("JSValueToObject")
    call = try find("JSObjectCallAsFunction")
    evaluateScript = try find("JSEvaluateScript")
    copyString = try find("JSValueToStringCopy")
    maximumLength = try find("JSStringGetMaximumUTF8CStringSize")
    getString = try find("JSStringGetUTF8CString")
  }

  func evaluate(
    _ script: String, in context: JSGlobalContextRef
  ) throws(KaTeX.Failure) -> JSValueRef? {
    let text = createString(script)
    defer { releaseString(text) }
    var exception: JSValueRef?
    let result = evaluateScript(context, text, nil, nil, 1, &exception)
    if exception != nil { throw KaTeX.Failure(message: string(exception, in: context)) }
    return result
  }

  func string(_ value: JSValueRef?, in context: JSGlobalContextRef) -> String {
    guard let value, let text = copyString(context, value, nil) else { return "" }
    defer { releaseString(text) }
    var bytes = [CChar](repeating: 0, count: maximumLength(text))
    let count = getString(text, &bytes, bytes.count)
    let units = bytes.prefix(max(count - 1, 0)).map { UInt8(bitPattern: $0) }
    return String(decoding: units, as: UTF8.self)
  }
}
