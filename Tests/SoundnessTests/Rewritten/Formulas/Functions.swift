extension Setting {
  static let functions = [identities]

  private static let identities = Setting(
    name: "functions", surface: .plainText,
    conventions: "layout: shape, index-base: 0, outside: error", given: "u : R[4]; v : R[4]",
    define: "",
    formulas: [
      "u[i] v[i] + v[i] v[i] = v[i] (u[i] + v[i])",
      "(u[i] + v[i])^2 = u[i]^2 + 2 u[i] v[i] + v[i]^2",
      "(u[i] - v[i])^3 = u[i]^3 - 3 u[i]^2 v[i] + 3 u[i] v[i]^2 - v[i]^3",
      "tanh(u[i]) = 2 sigmoid(2 u[i]) - 1", "exp(u[i] + v[i]) = exp(u[i]) exp(v[i])",
      "sigmoid(u[i]) = 1 / (1 + exp(-u[i]))", "relu(u[i]) - relu(-u[i]) = u[i]",
      "max(u[i], v[i]) + min(u[i], v[i]) = u[i] + v[i]",
      "max(u[i], v[i]) = v[i] + relu(u[i] - v[i])",
      "relu(u[i]) = cases(u[i] if u[i] > 0; 0 otherwise)",
      "u[i] / v[i] - 1 = (u[i] - v[i]) / v[i]",
      "∂tanh(u[i])/∂u[j] = (1 - tanh(u[i])^2) δ(i = j)",
      "∂sigmoid(u)/∂u[i, j] = sigmoid(u[i]) (1 - sigmoid(u[i])) δ(i = j)",
      "∂(u[i] v[i])/∂u[j] = v[i] δ(i = j)", "∂exp(u[i] v[i])/∂v[j] = u[i] exp(u[i] v[i]) δ(i = j)",
    ])
}
