/// Along which axis the samples of a batch stand, where the sizes of a bias do not say it.
public enum SampleAxis: Convention {
  /// `X W + b`: each row is a sample.
  case rows
  /// `W X + b`: each column is one.
  case columns

  public static let key = "samples"
  public static let values: KeyValuePairs = ["rows": Self.rows, "columns": .columns]
  public static let `default` = rows
  public static let discovery = Discovery.never
}
