import Notation
import Testing

@testable import Homework
@testable import Judging

/// Each function of the library is its equations written out, with its gradient, and nothing near them.
@Suite("Functions of the library, written out")
struct LibraryTests {
  private static let given = #"""
    x, y \in \R^n, \quad a, t \in \R, \quad \epsilon > 0, \quad p, q \in (0, 1)^n, \quad s \in \R^n, \quad z \in \R^n \text{ one-hot} \\
    m \in \{0, 1\}^n, \quad X \in \R^{N \times d}, \quad \gamma, \beta \in \R^d, \quad W \in \R^{v \times d}, \quad u \in \R^v \\
    Q \in \R^{n \times d}, \quad K \in \R^{k \times d}, \quad V \in \R^{k \times h}, \quad A, B, C \in \R^{n \times d} \\
    c, f, H, S, P \in \N, \quad k \ge 1, \quad S \ge 1, \quad w \in \R^{c \times f \times 3}, \quad r \in \R^{c \times n}
    """#

  private static func verdict(_ claim: String, surface: String, front: String) -> Verdict? {
    let text = #"""
      \#(front)
      ```math given
      \#(given)
      ```
      ```\#(surface)check #claim
      \#(claim)
      ```
      """#
    return check(SourceFile(name: "library.md", text: text)).claims.first { $0.id == "claim" }?
      .verdict
  }

  private static func outcome(
    _ claim: String, surface: String = "math ", front: String = ""
  ) -> (Verdict.Outcome?, String) {
    let verdict = verdict(claim, surface: surface, front: front)
    return (verdict?.outcome, "\(claim): \(verdict?.message ?? "no verdict")")
  }

  private static func expect(_ wanted: Verdict.Outcome, _ claim: String) {
    let (outcome, message) = outcome(claim)
    #expect(outcome == wanted, "\(message)")
  }

  // MARK: - Activations

  @Test(
    "Activations and their derivatives",
    arguments: [
      #"\operatorname{GELU}(x) = \frac{x}{2} \odot (1 + \operatorname{erf}(x / \sqrt{2}))"#,
      #"\operatorname{gelu}'(a) = \frac{1}{2} (1 + \operatorname{erf}(a/\sqrt{2})) + \frac{a}{\sqrt{2 \pi}} e^{-a^2/2}"#,
      #"\operatorname{gelu\_tanh}(a) = \frac{a}{2} (1 + \tanh(\sqrt{2/\pi} (a + 0.044715 a^3)))"#,
      #"\text{SiLU}(x) = x \odot \sigma(x)"#,
      #"\operatorname{swish}(a; \text{beta} = 2) = a \sigma(2 a)"#,
      #"\operatorname{silu}'(a) = \sigma(a) + a \sigma(a) (1 - \sigma(a))"#,
      #"\operatorname{LeakyReLU}(a) = \begin{cases} a & a > 0 \\ 0.01 a & \text{otherwise} \end{cases}"#,
      #"\operatorname{leaky\_relu}(a, t) = \begin{cases} a & a > 0 \\ t a & \text{otherwise} \end{cases}"#,
      #"\operatorname{leaky\_relu}'(a; \text{slope} = 0.2) = \begin{cases} 1 & a > 0 \\ 0.2 & \text{otherwise} \end{cases}"#,
      #"\operatorname{ELU}(a) = \begin{cases} a & a > 0 \\ e^a - 1 & a \le 0 \end{cases}"#,
      #"\operatorname{ELU}'(a) = \begin{cases} 1 & a > 0 \\ e^a & a \le 0 \end{cases}"#,
      #"\operatorname{softplus}'(a) = \sigma(a)"#,
      #"\operatorname{relu}'(a) = \mathbf{1}[a > 0]"#,
      #"\operatorname{relu}'(a) = \mathbf{1}[a \ge 0]"#,
      #"\operatorname{LeakyReLU}'(a) = \begin{cases} 1 & a \ge 0 \\ 0.01 & a < 0 \end{cases}"#,
    ])
  func activations(_ claim: String) { Self.expect(.verified, claim) }

  @Test(
    "What is near to an activation",
    arguments: [
      #"\operatorname{GELU}(a) = \frac{a}{2} (1 + \tanh(\sqrt{2/\pi} (a + 0.044715 a^3)))"#,
      #"\operatorname{GELU}(a) = a \sigma(1.702 a)"#,
      #"\operatorname{GELU}(a) = \frac{a}{2} (1 + \operatorname{erf}(a))"#,
      #"\operatorname{silu}'(a) = \sigma(a) (1 - \sigma(a))"#,
      #"\text{SiLU}(a) = \sigma(a)"#,
      #"\operatorname{LeakyReLU}(a) = \begin{cases} a & a > 0 \\ -0.01 a & \text{otherwise} \end{cases}"#,
      #"\operatorname{leaky\_relu}'(a; \text{slope} = 0.2) = \begin{cases} 1 & a > 0 \\ 0.01 & \text{otherwise} \end{cases}"#,
      #"\operatorname{ELU}(a) = \begin{cases} a & a > 0 \\ e^a & a \le 0 \end{cases}"#,
      #"\operatorname{softplus}(a) = \max(0, a)"#,
      #"\operatorname{relu}'(a) = \mathbf{1}[a \ge 1]"#,
      #"\operatorname{leaky\_relu}(a - 300) = 0.01 (a - 300)"#,
    ])
  func otherActivations(_ claim: String) { Self.expect(.refuted, claim) }

  // MARK: - Losses

  @Test(
    "Losses and their gradients",
    arguments: [
      #"\operatorname{MSE}(x, y) = \frac1n \|x - y\|^2"#,
      #"\nabla_y \operatorname{mse}(x, y) = \frac2n (y - x)"#,
      #"\operatorname{CE}(z, p) = -\sum_i z_i \log p_i"#,
      #"\nabla_q \operatorname{cross\_entropy}(p, q) = - \frac{p}{q}"#,
      #"\nabla_s \operatorname{CE}(z, \operatorname{softmax}(s)) = \operatorname{softmax}(s) - z"#,
      #"\operatorname{BCE}(a, \sigma(t)) = -(a \log \sigma(t) + (1 - a) \log(1 - \sigma(t)))"#,
      #"D_{KL}(p \| q) = \sum_i p_i \log \frac{p_i}{q_i}"#,
      #"\operatorname{KL}\left(p \middle\| q\right) = \operatorname{CE}(p, q) + \sum_i p_i \log p_i"#,
      #"D_{\mathrm{KL}}(p \parallel q) = \sum_i p_i (\log p_i - \log q_i)"#,
      #"\operatorname{hinge}(a, t) = \max(0, 1 - a t)"#,
      #"\operatorname{multiclass\_hinge}(s, z) = \sum_j (1 - z_j) \max(0, s_j - z^\top s + 1)"#,
      #"\operatorname{multiclass\_hinge}(s, z, 2) = \sum_j (1 - z_j) \max(0, s_j - z^\top s + 2)"#,
    ])
  func losses(_ claim: String) { Self.expect(.verified, claim) }

  @Test(
    "What is near to a loss",
    arguments: [
      #"\operatorname{MSE}(x, y) = \frac{1}{2n} \|x - y\|^2"#,
      #"\operatorname{MSE}(x, y) = \|x - y\|^2"#,
      #"\operatorname{CE}(p, q) = -\sum_i q_i \log p_i"#,
      #"\operatorname{KL}(p \| q) = \operatorname{KL}(q \| p)"#,
      #"\operatorname{KL}(p \| q) = \operatorname{CE}(p, q)"#,
      #"\nabla_s \operatorname{CE}(z, \operatorname{softmax}(s)) = z - \operatorname{softmax}(s)"#,
      #"\operatorname{hinge}(a, t) = \max(0, 1 + a t)"#,
      #"\operatorname{hinge}(1/1000, t) = 1 - t/1000"#,
      #"\operatorname{multiclass\_hinge}(s, z, 1000) = \sum_j (1 - z_j) (s_j - z^\top s + 1000)"#,
      #"\operatorname{multiclass\_hinge}(s, z) = \sum_j \max(0, s_j - z^\top s + 1)"#,
    ])
  func otherLosses(_ claim: String) { Self.expect(.refuted, claim) }

  // MARK: - Normalisation

  private static let mean = #"\frac1N \sum_n X_{nj}"#
  private static let variance = #"\frac1N \sum_n (X_{nj} - \frac1N \sum_l X_{lj})^2"#

  @Test(
    "Normalisations",
    arguments: [
      #"\operatorname{LayerNorm}(x; \text{eps} = \epsilon)_i = \frac{x_i - \frac1n \sum_j x_j}{\sqrt{\frac1n \sum_j (x_j - \frac1n \sum_l x_l)^2 + \epsilon}}"#,
      #"\operatorname{layer\_norm}(x) = \frac{x - \operatorname{mean}(x)}{\sqrt{\operatorname{Var}(x)}}"#,
      #"\text{LN}(x, y, s; \epsilon = \epsilon) = y \odot \frac{x - \operatorname{mean}(x)}{\sqrt{\operatorname{Var}(x) + \epsilon}} + s"#,
      #"\operatorname{LayerNorm}(X, \gamma)_{ij} = \gamma_j \operatorname{LayerNorm}(X_i)_j"#,
      #"\operatorname{BatchNorm}(X; \epsilon = \epsilon)_{ij} = \frac{X_{ij} - \#(mean)}{\sqrt{\#(variance) + \epsilon}}"#,
      #"\text{BN}(X; \gamma, \beta, \epsilon = \epsilon)_{ij} = \gamma_j \frac{X_{ij} - \#(mean)}{\sqrt{\#(variance) + \epsilon}} + \beta_j"#,
      #"\operatorname{RMSNorm}(X, \gamma; \epsilon = \epsilon)_{ij} = \gamma_j \frac{X_{ij}}{\sqrt{\frac1d \sum_l X_{il}^2 + \epsilon}}"#,
      #"\operatorname{rms\_norm}(2 x) = \operatorname{rms\_norm}(x)"#,
      #"\sum_i \operatorname{BatchNorm}(X; \epsilon = \epsilon)_{ij} = 0"#,
    ])
  func normalisations(_ claim: String) { Self.expect(.verified, claim) }

  @Test(
    "What is near to a normalisation",
    arguments: [
      #"\operatorname{LayerNorm}(x; \text{eps} = \epsilon)_i = \frac{x_i - \frac1n \sum_j x_j}{\sqrt{\frac{1}{n-1} \sum_j (x_j - \frac1n \sum_l x_l)^2 + \epsilon}}"#,
      #"\operatorname{LayerNorm}(x; \epsilon = \epsilon) = \frac{x - \operatorname{mean}(x)}{\sqrt{\operatorname{Var}(x)} + \epsilon}"#,
      #"\operatorname{LayerNorm}(x; \epsilon = \epsilon) = \frac{x - \operatorname{mean}(x)}{\operatorname{Var}(x) + \epsilon}"#,
      #"\operatorname{LayerNorm}(x; \epsilon = \epsilon) = \frac{x}{\sqrt{\operatorname{Var}(x) + \epsilon}}"#,
      #"\operatorname{RMSNorm}(x; \epsilon = \epsilon) = \operatorname{LayerNorm}(x; \epsilon = \epsilon)"#,
      #"\operatorname{BatchNorm}(X; \epsilon = \epsilon) = \operatorname{LayerNorm}(X; \epsilon = \epsilon)"#,
      #"\text{BN}(X; \gamma, \beta, \epsilon = \epsilon)_{ij} = \gamma_j \frac{X_{ij}}{\sqrt{\#(variance) + \epsilon}} + \beta_j"#,
    ])
  func otherNormalisations(_ claim: String) { Self.expect(.refuted, claim) }

  @Test("Samples are columns where that is declared, or a bias shows it")
  func columns() {
    let front = "---\ncheckmark:\n  samples: columns\n---\n"
    for (claim, wanted): (String, Verdict.Outcome) in [
      (
        #"\operatorname{BatchNorm}(X; \epsilon = \epsilon)_{ij} = \operatorname{LayerNorm}(X_i; \epsilon = \epsilon)_j"#,
        .verified
      ),
      (
        #"\operatorname{LayerNorm}(X; \epsilon = \epsilon)_{ij} = \operatorname{LayerNorm}(X_i; \epsilon = \epsilon)_j"#,
        .refuted
      ),
      (
        #"\operatorname{Attention}(Q^\top, K^\top, V^\top) = V^\top \operatorname{softmax}\left(\frac{K Q^\top}{\sqrt d}\right)"#,
        .verified
      ),
    ] {
      let (outcome, message) = Self.outcome(claim, front: front)
      #expect(outcome == wanted, "\(message)")
    }
  }

  // MARK: - Attention

  private static func weighted(_ guardOfKeys: String) -> String {
    let weight = #"e^{\sum_l Q_{il} K_{jl} / \sqrt{d}}"#
    return #"\frac{\sum_{\#(guardOfKeys)} \#(weight) V_{jo}}{\sum_{\#(guardOfKeys)} \#(weight)}"#
  }

  private static let twoHeads =
    #"\operatorname{Attention}(\operatorname{Concat}(A, B), \operatorname{Concat}(B, C), \operatorname{Concat}(C, A); \text{heads} = 2)"#

  @Test(
    "Attention, embeddings, dropout",
    arguments: [
      #"\operatorname{Attention}(Q, K, V) = \operatorname{softmax}\left(\frac{Q K^\top}{\sqrt{d}}\right) V"#,
      #"\operatorname{attention}(Q, K, V; \text{scale} = 1) = \operatorname{softmax}(Q K^\top) V"#,
      #"\operatorname{Attention}(Q, K, V; \text{causal} = 1)_{io} = \#(weighted("j \\le i")) \text{ for } i < k"#,
      #"\operatorname{Attention}(A, B, C; \text{bias} = A B^\top, \text{scale} = 1) = \operatorname{Attention}(2 A, B, C; \text{scale} = 1)"#,
      #"\#(twoHeads) = \operatorname{Concat}(\operatorname{Attention}(A, B, C), \operatorname{Attention}(B, C, A))"#,
      #"\operatorname{Embedding}(W, i) = W_i"#, #"\operatorname{embedding}(W, u) = W^\top u"#,
      #"\operatorname{dropout}(x, m; \text{rate} = 1/4) = \frac43 m \odot x"#,
      #"\operatorname{Dropout}(x, m; \text{keep} = 1/4) = 4 m \odot x"#,
    ])
  func attention(_ claim: String) { Self.expect(.verified, claim) }

  @Test(
    "What is near to attention",
    arguments: [
      #"\operatorname{Attention}(Q, K, V) = \operatorname{softmax}\left(\frac{Q K^\top}{d}\right) V"#,
      #"\operatorname{Attention}(Q, K, V) = \operatorname{softmax}(Q K^\top) V"#,
      #"\operatorname{Attention}(A, B, C) = \operatorname{softmax}\left(\frac{B A^\top}{\sqrt{d}}\right) C"#,
      #"\operatorname{Attention}(Q, K, V; \text{causal} = 1) = \operatorname{Attention}(Q, K, V)"#,
      #"\operatorname{Attention}(A, B, C; \text{causal} = 1)_{io} = \frac{\sum_{j \ge i} e^{\sum_l A_{il} B_{jl} / \sqrt{d}} C_{jo}}{\sum_{j \ge i} e^{\sum_l A_{il} B_{jl} / \sqrt{d}}}"#,
      #"\#(twoHeads) = \operatorname{Concat}(\operatorname{Attention}(B, C, A), \operatorname{Attention}(A, B, C))"#,
      #"\#(twoHeads) = \operatorname{Attention}(\operatorname{Concat}(A, B), \operatorname{Concat}(B, C), \operatorname{Concat}(C, A))"#,
      #"\operatorname{dropout}(x, m; \text{rate} = 1/4) = 4 m \odot x"#,
    ])
  func otherAttention(_ claim: String) { Self.expect(.refuted, claim) }

  // MARK: - Counts, sizes, derivatives

  @Test(
    "Counts, sizes, and products with derivatives",
    arguments: [
      #"\operatorname{conv2d\_parameters}(\text{channels}: c, \text{filters}: f, \text{kernel}: k \times k) = f (c k^2 + 1)"#,
      #"\operatorname{lstm\_parameters}(\text{inputs}: n, \text{hidden}: h) = 4 (n h + h^2 + h)"#,
      #"\operatorname{attention\_parameters}(\text{size}: d, \text{bias}: 0) = 4 d^2"#,
      #"\operatorname{linear\_flops}(\text{inputs}: n, \text{outputs}: h) = 2 n h"#,
      #"\operatorname{conv2d\_macs}(\text{channels}: 3, \text{filters}: 8, \text{kernel}: 5, \text{input}: 32 \times 32, \text{padding}: 2) = 8 \cdot 32^2 \cdot 75"#,
      #"\operatorname{receptive\_field}(\text{kernel} = (k, k, k), \text{stride} = 2) = 1 + 7 (k - 1)"#,
      #"\operatorname{conv\_transpose\_size}(H, k; \text{stride}=S, \text{padding}=P) = (H - 1) S - 2P + k"#,
      #"\operatorname{conv\_size}(\operatorname{conv\_transpose\_size}(H, k; \text{stride}=S, \text{padding}=P), k; \text{stride}=S, \text{padding}=P) = H"#,
      #"\operatorname{conv\_transpose1d}(r, w; \text{stride}=2) \in \R^{f \times (2n + 1)}"#,
      #"\operatorname{conv\_transpose1d}(r, w)[o, i] = \sum_l \sum_{j=0}^2 r[l, i - j] w[l, o, j]"#,
      #"\operatorname{vjp}(X \gamma, \gamma, \mathbf{1}_N) = X^\top \mathbf{1}_N"#,
      #"\operatorname{jvp}(\tanh(x), x, y) = (1 - \tanh^2(x)) \odot y"#,
    ])
  func counts(_ claim: String) { Self.expect(.verified, claim) }

  @Test(
    "What is near to them",
    arguments: [
      #"\operatorname{conv2d\_parameters}(\text{channels}: c, \text{filters}: f, \text{kernel}: k \times k) = f c k^2"#,
      #"\operatorname{lstm\_parameters}(\text{inputs}: n, \text{hidden}: h) = 3 (n h + h^2 + h)"#,
      #"\operatorname{linear\_flops}(\text{inputs}: n, \text{outputs}: h) = n h"#,
      #"\operatorname{receptive\_field}(\text{kernel} = (k, k, k), \text{stride} = 2) = 1 + 14 (k - 1)"#,
      #"\operatorname{conv\_transpose\_size}(H, k; \text{stride}=S, \text{padding}=P) = (H - 1) S - P + k"#,
      #"\operatorname{conv\_transpose1d}(r, w)[o, i] = \sum_l \sum_{j=0}^2 r[l, i + j] w[l, o, j]"#,
      #"\operatorname{jvp}(\tanh(x), x, y) = (1 - \tanh(x)) \odot y"#,
    ])
  func otherCounts(_ claim: String) { Self.expect(.refuted, claim) }

  @Test("Plain text says the same")
  func plainText() {
    for claim in [
      "gelu(a) = (a/2) (1 + erf(a/sqrt(2)))", "kl(p || q) = sum(i) p[i] log(p[i] / q[i])",
      "layer_norm(x; eps = ε) = (x - mean(x)) / sqrt(Var(x) + ε)",
      "attention(Q, K, V) = softmax(Q K^⊤ / sqrt(d)) V",
      "vjp(mse(x, y), y, 1) = grad(mse(x, y), y)",
      "receptive_field(kernel = (3, 3, 2), stride = (1, 2, 1)) = 7",
      "attention_flops(queries: n, keys: k, size: d) = 4 n k d",
    ] {
      let (outcome, message) = Self.outcome(claim, surface: "")
      #expect(outcome == .verified, "\(message)")
    }
  }

  @Test(
    "What cannot be meant is asked for",
    arguments: [
      #"\operatorname{MSE}(A, B) = \sum_{ij} (A_{ij} - B_{ij})^2"#,
      #"\operatorname{dropout}(x, m; \text{p} = 1/4) = \frac43 m \odot x"#,
      #"\operatorname{BatchNorm}(x, y, s) = x"#,
      #"\operatorname{Attention}(A, B, C; \text{mask} = A B^\top) = C"#,
      #"\operatorname{layer\_norm}(X, y) = X"#, #"\operatorname{KL}(a \| t) = 0"#,
    ])
  func asked(_ claim: String) { Self.expect(.error, claim) }

  @Test(
    "What a homework defines by such a name is its own, and letters that spell one are a product")
  func ownNames() {
    let text = #"""
      # Names
      ```math given
      Q, K, V \in \R^{n \times d}, \quad k, l \in \N, \quad y \in \R^n
      ```
      ```math define
      \operatorname{Attention}(Q, K, V) = \operatorname{softmax}(Q K^\top) V \\
      \operatorname{MSE} = \frac{1}{2n} \sum_i y_i^2 \\ \text{dropout} = 0.3 \\
      \operatorname{hinge}(z) = \max(0, 2 - z)
      ```
      ```math check #own
      \operatorname{Attention}(Q, K, V) = \operatorname{softmax}(Q K^\top) V, \quad \operatorname{MSE} = \frac{1}{2n} \|y\|^2
      ```
      ```math check #numbers
      \operatorname{hinge}(1) = 1, \quad 10\, \text{dropout} = 3, \quad kl = l k
      ```
      # Indices
      ```math given
      W \in \R^{3 \times 4}
      ```
      ```math check #entries
      W_{kl} = (W^\top)_{lk}
      ```
      """#
    for claim in check(SourceFile(name: "own.md", text: text)).claims {
      #expect(claim.verdict.outcome == .verified, "\(claim.verdict.message)")
    }
  }

  @Test("Optimisers are recurrences")
  func optimisers() {
    let text = #"""
      ```math given
      g[t] \in \R^n, \quad \eta \in \R, \quad \beta_1, \beta_2 \in [0, 1), \quad \epsilon > 0, \quad \theta_0 \in \R^n
      ```
      ```math define
      (\theta, m, v) = \operatorname{adam}(g; \alpha = \eta, \beta_1 = \beta_1, \beta_2 = \beta_2, \epsilon = \epsilon)
      ```
      ```math check #true
      m_t = (1 - \beta_1) \sum_{i=1}^t \beta_1^{t-i} g_i
      ```
      ```math check #true-2
      \theta_t = \theta_{t-1} - \eta \frac{m_t / (1 - \beta_1^t)}{\sqrt{v_t / (1 - \beta_2^t)} + \epsilon}
      ```
      ```math check #false-uncorrected
      \theta_t = \theta_{t-1} - \eta \frac{m_t}{\sqrt{v_t} + \epsilon}
      ```
      ```math check #false-epsilon
      \theta_t = \theta_{t-1} - \eta \frac{m_t / (1 - \beta_1^t)}{\sqrt{v_t / (1 - \beta_2^t) + \epsilon}}
      ```
      # Others
      ```math given
      g[t] \in \R^n, \quad \eta, \rho \in \R, \quad \epsilon > 0, \quad \theta_0, \phi_0 \in \R^n
      ```
      ```math define
      \theta = \operatorname{momentum}(g; \alpha = \eta, \beta = 0.9) \\
      (\phi, r) = \operatorname{rmsprop}(g; \alpha = \eta, \rho = \rho, \epsilon = \epsilon)
      ```
      ```math check #true-momentum
      \theta_t = \theta_{t-1} - \eta g_t + 0.9 (\theta_{t-1} - \theta_{t-2}), t \ge 2
      ```
      ```math check #true-rmsprop
      \phi_t = \phi_{t-1} - \eta \frac{g_t}{\sqrt{r_t + \epsilon}}
      ```
      ```math check #false-momentum
      \theta_t = \theta_{t-1} - \eta g_t + 0.1 (\theta_{t-1} - \theta_{t-2}), t \ge 2
      ```
      ```math check #false-rmsprop
      \phi_t = \phi_{t-1} - \eta \frac{g_t}{\sqrt{r_t} + \epsilon}
      ```
      """#
    let claims = check(SourceFile(name: "optimisers.md", text: text)).claims
    #expect(claims.count == 8)
    for claim in claims {
      let isTrue = claim.id.hasPrefix("true")
      #expect(
        claim.verdict.outcome == (isTrue ? .verified : .refuted),
        "\(claim.id): \(claim.verdict.message)")
    }
  }
}
