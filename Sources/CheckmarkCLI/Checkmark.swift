@main struct Checkmark { static func main() {} }
