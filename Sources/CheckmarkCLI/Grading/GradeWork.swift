import ArgumentParser
import Homework
import Reports

/// Makes a record of each submission, and the page of its student.
struct GradeWork: FileWork {
  private let key: GradingKey?
  private let pages: ReportWriter

  /// - Parameter assignment: `nil` for who only keeps what was learnt.
  init(against assignment: Assignment?, in output: String) throws {
    key = assignment.map { GradingKey($0, checkmark: Product.version) }
    pages = try ReportWriter([.html], in: "\(output)/feedback")
  }

  func answer(to study: Study) throws -> Answer {
    guard let key else { return Answer() }
    var record =
      if let failure = study.failure {
        GradeRecord(
          study.hasFailed ? .fault : .person, because: failure.message.text, points: nil, key)
      } else {
        GradeRecord(study.homework, key)
      }
    var answer = Answer()
    let page = try pages.answer(to: study)
    // What is wrong with the answers is told in the page; here, only that there is none.
    if page.code >= ExitCode.fault { (answer.errors, answer.code) = (page.errors, page.code) }
    if page.code == ExitCode.fault, study.failure == nil {
      record = GradeRecord(.fault, because: "its page could not be made", points: nil, key)
    }
    answer.output = try RecordFile.line(of: record)
    return answer
  }

  var lessons: [UInt8] { pages.lessons }
  func keep(_ lessons: [[UInt8]]) { pages.keep(lessons) }
}
