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

/// A script in JavaScriptCore, of which one function is called with texts and gives a text.
final class JavaScript {
  private let engine: JavaScriptCore
  private let context: JSGlobalContextRef
  private let function: JSObjectRef

  /// What the script says is wrong.
  struct Failure: Error { let message: String }

  /// Runs a script, which takes some tens of milliseconds.
  ///
  /// - Parameter function: an expression whose value is the function.
  init(script: String, function: String) throws(Failure) {
    let engine = try JavaScriptCore()
    guard let context = engine.createContext(nil) else {
      throw Failure(message: "JavaScriptCore does not start")
    }
    do throws(Failure) {
      _ = try engine.evaluate(script, in: context)
      guard
        let function = engine.toObject(context, try engine.evaluate(function, in: context), nil)
      else { throw Failure(message: "the script has no such function") }
      engine.protect(context, function)
      self.function = function
    } catch {
      engine.releaseContext(context)
      throw error
    }
    self.engine = engine
    self.context = context
  }

  deinit {
    engine.unprotect(context, function)
    engine.releaseContext(context)
  }

  func call(_ arguments: String...) throws(Failure) -> String {
    let values: [JSValueRef?] = arguments.map { argument in
      let text = engine.createString(argument)
      defer { engine.releaseString(text) }
      return engine.makeString(context, text)
    }
    var exception: JSValueRef?
    let result = engine.call(context, function, nil, values.count, values, &exception)
    guard let result, exception == nil else {
      throw Failure(message: engine.string(exception, in: context))
    }
    return engine.string(result, in: context)
  }
}

/// The functions of JavaScriptCore, looked up when something is to be set: loading the library
/// takes longer than judging a homework, and most runs set nothing.
private struct JavaScriptCore {
  let createContext: @convention(c) (JSClassRef?) -> JSGlobalContextRef?
  let releaseContext: @convention(c) (JSGlobalContextRef?) -> Void
  let createString: @convention(c) (UnsafePointer<CChar>?) -> JSStringRef?
  let releaseString: @convention(c) (JSStringRef?) -> Void
  let makeString: @convention(c) (JSContextRef?, JSStringRef?) -> JSValueRef?
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

  init() throws(JavaScript.Failure) {
    guard let library = Self.libraries.lazy.compactMap({ dlopen($0, RTLD_NOW) }).first else {
      throw JavaScript.Failure(message: "JavaScriptCore is not installed; run 'make deps'")
    }
    func find<Function>(_ name: String) throws(JavaScript.Failure) -> Function {
      guard let symbol = dlsym(library, name) else {
        throw JavaScript.Failure(message: "JavaScriptCore has no \(name)")
      }
      return unsafeBitCast(symbol, to: Function.self)
    }
    createContext = try find("JSGlobalContextCreate")
    releaseContext = try find("JSGlobalContextRelease")
    createString = try find("JSStringCreateWithUTF8CString")
    releaseString = try find("JSStringRelease")
    makeString = try find("JSValueMakeString")
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
  ) throws(JavaScript.Failure) -> JSValueRef? {
    let text = createString(script)
    defer { releaseString(text) }
    var exception: JSValueRef?
    let result = evaluateScript(context, text, nil, nil, 1, &exception)
    if exception != nil { throw JavaScript.Failure(message: string(exception, in: context)) }
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
