@testable import NumericCore

extension LayerExample {
  static let pools =
    maxima(Line.self, [Window(kernel: 2, stride: 2)], inputs: [[2, 3, 4], [1, 1, 7]])
    + maxima(
      Line.self, [Window(kernel: 3, stride: 2, padding: 1, dilation: 2)],
      inputs: [[2, 1, 5], [1, 3, 8]], refused: [[2, 1, 2], [5, 3]])
    + maxima(
      Plane.self, [Window(kernel: 3, stride: 2, padding: 1), Window(kernel: 2, stride: 1)],
      inputs: [[2, 2, 4, 5], [1, 3, 1, 3]], refused: [[2, 2, 4, 1], [2, 4, 5]])
    + averages(
      Line.self, [Window(kernel: 3, stride: 1, padding: 1)], inputs: [[2, 3, 4], [1, 1, 1]])
    + averages(
      Plane.self, [Window(kernel: 2, stride: 2), Window(kernel: 4, stride: 3, padding: 2)],
      inputs: [[2, 2, 4, 5], [1, 3, 3, 1]], refused: [[2, 2, 1, 5]])

  private static func maxima<Axes: SpatialAxes>(
    _ axes: Axes.Type, _ windows: [Window], inputs: [Shape], refused: [Shape] = []
  ) -> [LayerExample] {
    [
      LayerExample(
        "MaxPool\(axes.count)d, \(windows[0])", inputs: inputs, refused: refused,
        double: try MaxPool<Double, Axes>(windows: windows),
        float: try MaxPool<Float, Axes>(windows: windows)
      ) { x, _ in
        // Every number is above 0, as which the padding counts here.
        let raised = try x + Variable(constant: Tensor(10))
        let padded = try raised.gathered(
          Array(x.shape.prefix(2))
            + windows.indices.map { x.shape[2 + $0] + 2 * windows[$0].padding }
        ) { index in
          let source = index.prefix(2) + windows.indices.map { index[2 + $0] - windows[$0].padding }
          return zip(source, x.shape).allSatisfy { (0..<$1).contains($0) } ? Array(source) : nil
        }
        let dense = windows.map {
          Window(kernel: $0.kernel, stride: $0.stride, dilation: $0.dilation)
        }
        let largest = try Variable.pooling("test", of: padded, windows: dense, takesMaximum: true)
        return try largest - Variable(constant: Tensor(10))
      }
    ]
  }

  private static func averages<Axes: SpatialAxes>(
    _ axes: Axes.Type, _ windows: [Window], inputs: [Shape], refused: [Shape] = []
  ) -> [LayerExample] {
    [
      LayerExample(
        "AvgPool\(axes.count)d, \(windows[0])", inputs: inputs, refused: refused,
        double: try AvgPool<Double, Axes>(windows: windows),
        float: try AvgPool<Float, Axes>(windows: windows)
      ) { x, _ in try .pooling("test", of: x, windows: windows, takesMaximum: false) }
    ]
  }
}
