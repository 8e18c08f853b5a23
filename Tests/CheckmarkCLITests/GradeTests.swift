import Foundation
import TestSupport
import Testing

/// A class is graded: one record for each student, whatever came.
@Suite("Grading")
struct GradeTests {
  static let assignment = """
    ---
    title: Homework 1
    ---

    # 1.1 Sizes

    ## (a)

    ```math asked points=2
    \\operatorname{conv2d\\_shape}(\\text{input}=10 \\times 11, \\text{kernel}=3 \\times 3, \\text{stride}=2)
    ```

    ## (b)

    ```math asked points=3
    \\operatorname{conv2d\\_parameters}(\\text{channels}=3, \\text{filters}=8, \\text{kernel}=5 \\times 5)
    ```

    """
  static let right = "# 1.1\n\n(a) $4 \\times 5$\n\n(b) $608$\n"
  static let wrong = "# 1.1\n\n(a) $5 \\times 5$\n\n(b) $608$\n"
  static let other = "# 1.1\n\n(a) $4 \\times 5$\n\n(b) $600$\n"

  struct Record: Decodable {
    struct Question: Decodable {
      struct Override: Decodable { let by: String }
      let question: String
      let points: Double?
      let override: Override?
    }
    let student: String
    let outcome: String
    let points: Double
    let reason: String?
    let file: String?
    let notes: [String]
    let questions: [Question]
  }

  /// A folder with an assignment, a roster of these students, and what they handed in.
  func withClass<Result>(
    _ files: [String: Data], students: [String] = [], roster: String? = nil,
    assignment: String = assignment, _ body: (URL) throws -> Result
  ) throws -> Result {
    let rows = students.map { "\($0),\($0)@uni.edu\n" }.joined()
    var all = [
      "hw.md": Data(assignment.utf8),
      "roster.csv": Data((roster ?? "student_id,email\n" + rows).utf8),
      "submissions/.keep": Data(),
    ]
    for (name, data) in files { all["submissions/\(name)"] = data }
    return try withTemporaryFolder(all, body)
  }

  @discardableResult
  func grade(
    in folder: URL, _ more: [String] = [], environment: [String: String]? = nil
  ) throws -> (code: Int32, output: String) {
    var all = ProcessInfo.processInfo.environment
    for (name, value) in environment ?? [:] { all[name] = value }
    return try Program.run(
      ["grade", "submissions", "--assignment", "hw.md", "--roster", "roster.csv"] + more,
      in: folder, environment: all)
  }

  func records(_ folder: URL, _ path: String = "grades/results.jsonl") throws -> [Record] {
    try String(contentsOf: folder.appending(path: path), encoding: .utf8)
      .split(separator: "\n").map { try JSONDecoder().decode(Record.self, from: Data($0.utf8)) }
  }

  @Test("Whatever comes, each student has one record, in the order of the roster")
  func whateverComes() throws {
    let students = (1...12).map { "stud\($0)" } + ["none"]
    let files: [String: Data] = [
      "stud1.md": Data(Self.right.utf8), "stud2_hw.md": Data(Self.wrong.utf8),
      "stud3/answers.md": Data(Self.right.utf8), "stud4.md": Data(" \n".utf8),
      "stud5.md": Data((0...255).map(UInt8.init)),
      "stud6.md": Self.right.replacing("# 1.1", with: "# 1.1 Größe").data(using: .isoLatin1)!,
      "stud7.md": Data(count: 5 << 20), "stud9-1.md": Data(Self.wrong.utf8),
      "stud9-2.md": Data(Self.right.utf8), "stud10/a.md": Data(Self.right.utf8),
      "stud10/b.md": Data(Self.wrong.utf8), "stud11.png": Data([0x89]),
      "stud12.md": Data("Lorem ipsum.\n".utf8), "mystery.md": Data(Self.right.utf8),
    ]
    try withClass(files, students: students) { folder in
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: "submissions/stud8.md").path,
        withDestinationPath: "/etc/passwd")
      let (code, output) = try grade(in: folder)
      #expect(code == 1, "\(output)")
      let records = try records(folder)
      #expect(records.map(\.student) == students)
      #expect(
        records.map(\.outcome) == [
          "graded", "graded", "graded", "nothing", "person", "graded", "person", "person",
          "graded", "person", "person", "person", "nothing",
        ])
      #expect(records.map(\.points) == [5, 3, 5, 0, 0, 5, 0, 0, 5, 0, 0, 0, 0])
      #expect(records[8].notes == ["not read: stud9-1.md"])
      #expect(output.contains("mystery.md: this file is nobody's"))
      let pages = try FileManager.default.contentsOfDirectory(
        atPath: folder.appending(path: "grades/feedback").path)
      #expect(pages.contains("stud2.html") && !pages.contains("none.html"))
      let book = try String(
        contentsOf: folder.appending(path: "grades/gradebook.csv"), encoding: .utf8)
      #expect(book.hasPrefix("assignment,duedate,timestamp,student_id,last_name,first_name,email,"))
      #expect(book.contains("Homework 1,,,stud2,,,stud2@uni.edu,3,0,3,5,graded,,0,3\n"), "\(book)")
      let page = try String(
        contentsOf: folder.appending(path: "grades/class.html"), encoding: .utf8)
      for text in ["5 \\times 5", "mystery.md", "which of these is the answer?", "stud1, stud3"] {
        #expect(page.contains(text), "\(text)")
      }
    }
  }

  @Test("Archives and folders of course systems lead to their students, and no path leaves them")
  func archives() throws {
    let roster = """
      student_id,name,email
      a1,"Smith, Jane",jane@uni.edu
      a2,José Núñez,jn@uni.edu
      a3,Grace Hopper,gh@uni.edu
      a4,Lin Wu,lw@uni.edu

      """
    let metadata = """
      submission_77:
        :submitters:
        - :name: Grace Hopper
          :email: gh@uni.edu
          :sid: a3

      """
    let files: [String: Data] = [
      "José Núñez_991_assignsubmission_file_/x.md": Data(Self.right.utf8),
      "submission_metadata.yml": Data(metadata.utf8),
      "submission_77/work.md": Data(Self.wrong.utf8),
    ]
    try withClass(files, roster: roster) { folder in
      let script = """
        import zipfile
        with zipfile.ZipFile('submissions/canvas.zip', 'w') as z:
          z.writestr('smithjane_123_456_hw.md', \(Self.literal(Self.right)))
          z.writestr('../../../evil.md', 'x')
          link = zipfile.ZipInfo('wulin_9_9_hw.md'); link.external_attr = 0xA1FF0000
          z.writestr(link, '/etc/passwd')
        """
      let made = try run(
        URL(fileURLWithPath: "/usr/bin/env"), ["python3", "-c", script], in: folder)
      #expect(made.code == 0, "\(made.output)")
      let (code, output) = try grade(in: folder)
      #expect(code == 1, "\(output)")
      let records = try records(folder)
      #expect(records.map(\.outcome) == ["graded", "graded", "graded", "person"])
      #expect(records.map(\.points) == [5, 5, 3, 0])
      #expect(records[0].file == "canvas.zip/smithjane_123_456_hw.md")
      #expect(records[3].reason?.contains("a link, which is not followed") == true)
      for path in ["evil.md", "../evil.md", "grades/evil.md"] {
        #expect(!FileManager.default.fileExists(atPath: folder.appending(path: path).path))
      }
    }
  }

  private static func literal(_ text: String) -> String {
    "'''" + text.replacing("\\", with: "\\\\") + "'''"
  }

  @Test("An archive that is none, or a bomb, is told, and nobody gets 0 for it")
  func bombs() throws {
    try withClass(["alice.zip": Data("no zip".utf8)], students: ["alice", "bobby"]) { folder in
      let script = """
        import zipfile
        with zipfile.ZipFile('submissions/bobby.zip', 'w', zipfile.ZIP_DEFLATED) as z:
          z.writestr('hw.md', b'0' * (100 << 20))
        """
      _ = try run(URL(fileURLWithPath: "/usr/bin/env"), ["python3", "-c", script], in: folder)
      let (code, _) = try grade(in: folder)
      #expect(code == 1)
      let records = try records(folder)
      #expect(records.map(\.outcome) == ["person", "person"])
      #expect(records[0].reason?.contains("no zip archive") == true)
      #expect(records[1].reason?.contains("more than 64 MiB") == true)
    }
  }

  // MARK: - What a teacher gives

  @Test(
    "What is wrong with a roster, an assignment or an override is told, and nothing is graded",
    arguments: [
      ("name\nJane\n", assignment, "", "there is no column 'student_id'"),
      ("student_id\ns1\ns1\n", assignment, "", "'s1' is here twice"),
      ("student_id\n../s1\n", assignment, "", "'../s1' cannot be an id"),
      ("", assignment, "", "the file holds no table"),
      ("student_id\ns1\n", "# 1.1\n\n## (a)\n\n```math asked points=2\n1 +\n```\n", "", "error"),
      ("student_id\ns1\n", "# 1.1\n\n## (a)\n", "", "no question of this assignment has points"),
      (
        "student_id\ns1\n", assignment, "student_id,question,points,by,reason\ns2,1.1.a,1,N,r\n",
        "'s2' is not in the roster"
      ),
      (
        "student_id\ns1\n", assignment, "student_id,question,points,by,reason\ns1,1.1.x,1,N,r\n",
        "no question with points is called '1.1.x'"
      ),
      (
        "student_id\ns1\n", assignment, "student_id,question,points,by,reason\ns1,1.1.a,9,N,r\n",
        "points from 0 to 2"
      ),
    ])
  func refused(_ roster: String, _ assignment: String, _ overrides: String, _ words: String) throws
  {
    try withClass(["s1.md": Data(Self.right.utf8)], roster: roster, assignment: assignment) {
      folder in
      var more: [String] = []
      if !overrides.isEmpty {
        try Data(overrides.utf8).write(to: folder.appending(path: "o.csv"))
        more = ["--override", "o.csv"]
      }
      let (code, output) = try grade(in: folder, more)
      #expect(code == 2 && output.contains(words), "\(output)")
      #expect(
        !FileManager.default.fileExists(atPath: folder.appending(path: "grades/results.jsonl").path)
      )
    }
  }

  @Test("A person's points count, stand beside what was computed, and are shown")
  func overrides() throws {
    try withClass(["stud1.md": Data(Self.wrong.utf8)], students: ["stud1", "stud2"]) { folder in
      let table = "student_id,question,points,by,reason\nstud1,1.1.a,1.5,Noa,\"a slip, not more\"\n"
      try Data(table.utf8).write(to: folder.appending(path: "o.csv"))
      #expect(try grade(in: folder, ["--override", "o.csv"]).code == 0)
      let record = try #require(records(folder).first)
      #expect(record.points == 4.5)
      #expect(record.questions[0].points == 0 && record.questions[0].override?.by == "Noa")
      let page = try String(
        contentsOf: folder.appending(path: "grades/class.html"), encoding: .utf8)
      #expect(page.contains("a slip, not more"))
    }
  }

  @Test("Every line of the results is as the schema says")
  func schema() throws {
    let files = ["stud1.md": Data(Self.wrong.utf8), "stud2.md": Data([0xFF, 0])]
    try withClass(files, students: ["stud1", "stud2", "stud3"]) { folder in
      let table = "student_id,question,points,by,reason\nstud1,1.1.a,1.5,Noa,slip\n"
      try Data(table.utf8).write(to: folder.appending(path: "o.csv"))
      try grade(in: folder, ["--override", "o.csv"])
      let schema = try #require(
        JSONSerialization.jsonObject(
          with: Data(contentsOf: Repository.root.appending(path: "docs/grades.schema.json")))
          as? [String: Any])
      let text = try String(
        contentsOf: folder.appending(path: "grades/results.jsonl"), encoding: .utf8)
      let lines = text.split(separator: "\n")
      #expect(lines.count == 3)
      for line in lines {
        let record = try JSONSerialization.jsonObject(with: Data(line.utf8))
        let problems = SchemaCheck(schema).problems(of: record, against: schema, at: "record")
        #expect(problems.isEmpty, "\(problems)")
      }
    }
  }

  // MARK: - Shards

  private func bytes(_ folder: URL, _ output: String) throws -> [Data] {
    try ["results.jsonl", "gradebook.csv", "class.html"].map {
      try Data(contentsOf: folder.appending(path: "\(output)/\($0)"))
    }
  }

  private static let manyStudents = (1...9).map { "stud\($0)" }
  private static let many: [String: Data] = Dictionary(
    uniqueKeysWithValues: manyStudents.dropLast().enumerated().map { number, student in
      ("\(student).md", Data([right, wrong, other][number % 3].utf8))
    })

  @Test("Any number of shards gives the same bytes", arguments: [2, 7])
  func shards(_ count: Int) throws {
    try withClass(Self.many, students: Self.manyStudents) { folder in
      try grade(in: folder)
      for number in 1...count {
        let more = ["--shard", "\(number)/\(count)", "--output", "shards", "--jobs", "1"]
        #expect(try grade(in: folder, more).code == 0)
      }
      let merge = ["merge", "shards", "--roster", "roster.csv", "--output", "merged"]
      let merged = try Program.run(merge, in: folder)
      #expect(merged.code == 0, "\(merged.output)")
      #expect(try bytes(folder, "grades") == bytes(folder, "merged"))
      let first = folder.appending(path: "shards/records/shard-1-of-\(count).jsonl")
      let text = try Data(contentsOf: first)
      try Data(text + text).write(to: first)
      let doubled = try Program.run(merge, in: folder)
      #expect(doubled.code == 2 && doubled.output.contains("has 2 records"), "\(doubled.output)")
      try FileManager.default.removeItem(at: first)
      let missing = try Program.run(merge, in: folder)
      #expect(missing.code == 2 && missing.output.contains("has no record"), "\(missing.output)")
    }
  }

  @Test(
    "Schedulers say which shard it is",
    arguments: [
      ["SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_MIN": "0", "SLURM_ARRAY_TASK_COUNT": "3"],
      ["CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "3"],
      ["JOB_COMPLETION_INDEX": "0", "CHECKMARK_SHARDS": "3"],
    ])
  func schedulers(_ environment: [String: String]) throws {
    try withClass([:], students: Self.manyStudents) { folder in
      let (code, output) = try grade(in: folder, ["--shard", "auto"], environment: environment)
      #expect(code == 0 && output.contains("shard-1-of-3.jsonl"), "\(output)")
      #expect(try grade(in: folder, ["--shard", "4/3"]).code == 64)
      #expect(try grade(in: folder, ["--shard", "auto"]).code == 64)
    }
  }

  @Test("What was torn off is graded again, what is there is not, and what changed is")
  func resume() throws {
    try withClass(Self.many, students: Self.manyStudents) { folder in
      try grade(in: folder)
      let before = try bytes(folder, "grades")
      let file = folder.appending(path: "grades/records/shard-1-of-1.jsonl")
      let whole = try Data(contentsOf: file)
      for length in [0, 1, whole.count / 2, whole.count - 1] {
        try whole.prefix(length).write(to: file)
        #expect(try grade(in: folder).code == 0)
        #expect(try bytes(folder, "grades") == before)
        #expect(try Data(contentsOf: file).count == whole.count)
      }
      try Data(Self.right.utf8).write(to: folder.appending(path: "submissions/stud2.md"))
      #expect(try grade(in: folder).code == 0)
      #expect(try records(folder).map(\.points) == [5, 5, 2, 5, 3, 2, 5, 3, 0])
    }
  }
}

/// Points that no asked block gives.
@Suite("Points in comments")
struct PointsCommentTests {
  private static func assignment(_ comment: String) -> String {
    GradeTests.assignment + "## (c)\n\nWhy?\n\n\(comment)\n"
  }

  @Test("What a person grades waits for one, and what was left blank is 0")
  func byHand() throws {
    let files = [
      "stud1.md": Data((GradeTests.right + "\n(c) Because.\n").utf8),
      "stud2.md": Data((GradeTests.right + "\n(c)\n").utf8),
      "stud3.md": Data(GradeTests.right.utf8),
    ]
    let tests = GradeTests()
    try tests.withClass(
      files, students: ["stud1", "stud2", "stud3"],
      assignment: Self.assignment("<!-- graded by hand: 5 points, rubric: locality -->")
    ) { folder in
      #expect(try tests.grade(in: folder).code == 1)
      let records = try tests.records(folder)
      #expect(records.map(\.outcome) == ["person", "graded", "person"])
      #expect(records.map { $0.questions[2].points } == [nil, 0, nil])
      let table =
        "student_id,question,points,by,reason\nstud1,1.1.c,4,Noa,ok\nstud3,1.1.c,0,Noa,none\n"
      try Data(table.utf8).write(to: folder.appending(path: "o.csv"))
      #expect(try tests.grade(in: folder, ["--override", "o.csv"]).code == 0)
      #expect(try tests.records(folder).map(\.points) == [9, 5, 5])
    }
  }

  @Test(
    "A comment without a number, outside of questions, or of a question with parts is an error",
    arguments: [
      ("## (c)\n\n<!-- points: many -->\n", "says no number of points"),
      ("## (c)\n\n<!-- graded by hand: five points -->\n", "says no number of points"),
      ("# 1.2\n\n<!-- points: 2 -->\n\n## (a)\n\nWhy?\n", "parts that are graded by themselves"),
      ("# Notes\n\n<!-- points: 2 -->\n", "belong to no question"),
    ])
  func errors(_ text: String, _ words: String) throws {
    let tests = GradeTests()
    try tests.withClass(
      [:], students: ["stud1"], assignment: GradeTests.assignment + text
    ) { folder in
      let (code, output) = try tests.grade(in: folder)
      #expect(code == 2 && output.contains(words), "\(output)")
    }
  }
}
