/// The one table of what structures a submission in words.
///
/// All languages are read at once, as students mix them; a phrase stands here only where it does no harm in
/// another language: French "pas" is also a stride, so that "n'est" carries the negation.
package enum Phrasebook {
  package struct Row: Sendable {
    package let cue: Cue
    package let language: Language
    /// Each as its words in small letters.
    package let phrases: [[String]]

    fileprivate init(_ cue: Cue, _ language: Language, _ phrases: String) {
      (self.cue, self.language) = (cue, language)
      self.phrases = phrases.split(separator: "|").map { Phrasebook.words(of: String($0)) }
    }
  }

  /// The words of a text; a Chinese sign is a word.
  package static func words(of text: String) -> [String] {
    var words: [String] = []
    var word = ""
    for character in text.lowercased() {
      if character.isHan {
        if !word.isEmpty { words.append(word) }
        words.append(String(character))
        word = ""
      } else if character.isWhitespace {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    return word.isEmpty ? words : words + [word]
  }

  private struct Entry {
    let words: [String]
    let cue: Cue
  }

  /// The longest first.
  static let lengthLimit = 8

  private static let entries: [String: [Entry]] = {
    var entries: [String: [Entry]] = [:]
    for row in rows {
      for words in row.phrases where !words.isEmpty {
        entries[words[0], default: []].append(Entry(words: words, cue: row.cue))
      }
    }
    return entries.mapValues { $0.sorted { $0.words.count > $1.words.count } }
  }()

  /// The longest phrase of these kinds that a text begins with, as its number of words.
  package static func length(
    of cues: Set<Cue>, atStartOf words: some Collection<String>
  ) -> (cue: Cue, count: Int)? {
    guard let first = words.first else { return nil }
    let entry = entries[first]?.first {
      cues.contains($0.cue) && words.prefix($0.words.count).elementsEqual($0.words)
    }
    return entry.map { ($0.cue, $0.words.count) }
  }

  /// Whether a word is such a phrase by itself.
  package static func has(_ word: String, as cue: Cue) -> Bool {
    entries[word]?.contains { $0.words.count == 1 && $0.cue == cue } ?? false
  }
}

extension Character {
  /// Whether it is a Chinese sign, which stands for a word.
  package var isHan: Bool {
    unicodeScalars.first.map { (0x3400...0x9FFF).contains($0.value) } ?? false
  }
}

extension Phrasebook {
  package static let rows: [Row] = labels + answers + links + denials + suppositions + others

  private static let labels = [
    Row(.question, .english, "problem|question|exercise|task|ex|prob|q"),
    Row(.question, .german, "aufgabe|teilaufgabe|frage|übung"),
    Row(.question, .french, "problème|probleme|exercice"),
    Row(.question, .spanish, "problema|pregunta|ejercicio"),
    Row(.question, .portuguese, "questão|questao|exercício|exercicio|pergunta"),
    Row(.question, .chinese, "问题|题目|习题|练习|题|第"),
    Row(.question, .hindi, "प्रश्न|समस्या|अभ्यास"),
    Row(.part, .english, "part"), Row(.part, .german, "teil"), Row(.part, .french, "partie"),
    Row(.part, .spanish, "parte|apartado|inciso"), Row(.part, .portuguese, "alínea|item"),
    Row(.part, .chinese, "部分"), Row(.part, .hindi, "भाग"),
    Row(.answer, .english, "answer|answers|solution|solutions|response|ans|sol"),
    Row(.answer, .german, "antwort|lösung|loesung"),
    Row(.answer, .french, "réponse|reponse|corrigé"),
    Row(.answer, .spanish, "respuesta|solución|solucion"),
    Row(.answer, .portuguese, "resposta|solução|solucao"),
    Row(.answer, .chinese, "答案|解答|回答|答|解"),
    Row(.answer, .hindi, "उत्तर|हल|समाधान"),
    Row(.labelLink, .english, "for|to|of"), Row(.labelLink, .german, "zu|zur|für"),
    Row(.labelLink, .french, "pour|à|de la"), Row(.labelLink, .spanish, "para|a|del"),
    Row(.labelLink, .portuguese, "da|do|à"), Row(.labelLink, .chinese, "的"),
    Row(.labelLink, .hindi, "का|के|की"),
  ]

  private static let answers = [
    Row(.subject, .english, "output|outputs|answer|result|total|conclusion"),
    Row(.subject, .german, "ausgabe|antwort|ergebnis|insgesamt|lösung|fazit"),
    Row(.subject, .french, "sortie|réponse|résultat|total"),
    Row(.subject, .spanish, "salida|respuesta|resultado|total"),
    Row(.subject, .portuguese, "saída|resposta|resultado|total"),
    Row(.subject, .chinese, "输出|答案|结果|总共|共"),
    Row(.subject, .hindi, "आउटपुट|उत्तर|परिणाम|कुल"),
    Row(.quantity, .english, "dimension|dimensions|shape|size|number of parameters|parameters"),
    Row(.quantity, .german, "dimension|dimensionen|form|größe|anzahl|anzahl der parameter"),
    Row(.quantity, .french, "dimension|dimensions|forme|taille|nombre de paramètres"),
    Row(.quantity, .spanish, "dimensión|dimensiones|forma|tamaño|número de parámetros"),
    Row(.quantity, .portuguese, "dimensão|dimensões|forma|tamanho|número de parâmetros"),
    Row(.quantity, .chinese, "维度|形状|大小|尺寸|参数数量"),
    Row(.quantity, .hindi, "आयाम|आकार|पैरामीटर की संख्या"),
    Row(
      .copula, .english,
      "is|are|be|was|it's|that's|equals|get|gets|becomes|has shape|of shape|has dimension|has dimensions"
        + "|has size|shape|dimension|dimensions|of size|comes to|equal to|obtain"),
    Row(.copula, .german, "ist|sind|beträgt|gleich|ergibt|hat die form|hat die größe|lautet|wird"),
    Row(.copula, .french, "est|sont|vaut|égale|est de|donne|a la forme|obtient"),
    Row(.copula, .spanish, "es|son|es de|vale|da|igual a|tiene forma|obtiene"),
    Row(.copula, .portuguese, "é|são|é de|vale|dá|igual a|tem forma|obtém"),
    Row(.copula, .chinese, "是|为|等于|得|得到"), Row(.copula, .hindi, "है|हैं|बराबर"),
    Row(
      .filler, .english,
      "either|just|simply|then|also|exactly|therefore|thus|hence|so|now|clearly|rather|maybe|perhaps"
        + "|probably|only|again|finally|a|an|the|of|my|final|at|i think|i guess|it|this|that"),
    Row(
      .filler, .german,
      "entweder|genau|dann|also|auch|daher|somit|wohl|nur|die|der|das|eine|ein|es|sie|dies|war"),
    Row(
      .filler, .french,
      "soit|exactement|pas|donc|alors|aussi|peut-être|de|la|le|un|une|les|du|elle|c'est"),
    Row(.filler, .spanish, "exactamente|entonces|también|quizás|solo|la|el|un|una|eso|esto"),
    Row(.filler, .portuguese, "exatamente|então|também|talvez|só|a|o|um|uma|isso|isto|está"),
    Row(.filler, .chinese, "所以|因此|也|就|正好|应该|的|则"),
    Row(.filler, .hindi, "तो|ठीक|भी|शायद|इसलिए|यह|वह"),
    Row(.genitive, .english, "of"), Row(.genitive, .german, "der|des|von"),
    Row(.genitive, .french, "de|du|des"), Row(.genitive, .spanish, "de|del"),
    Row(.genitive, .portuguese, "de|do|da"), Row(.genitive, .chinese, "的"),
    Row(.genitive, .hindi, "का|के|की"),
    Row(.unit, .english, "parameters|params|in total|total|altogether|outputs"),
    Row(.unit, .german, "parameter|insgesamt|ausgaben"),
    Row(.unit, .french, "paramètres|au total|sorties"),
    Row(.unit, .spanish, "parámetros|en total|salidas"),
    Row(.unit, .portuguese, "parâmetros|no total|saídas"),
    Row(.unit, .chinese, "个参数|参数|个"), Row(.unit, .hindi, "पैरामीटर|प्राचल|है|हैं"),
    Row(
      .arithmetic, .english,
      "times|plus|minus|by|multiplied|divided|per|for each|for every|weights|biases|filters"),
    Row(.arithmetic, .german, "mal|plus|minus|durch|pro|je|gewichte|filter"),
    Row(.arithmetic, .french, "fois|plus|moins|divisé|par|poids|filtres"),
    Row(.arithmetic, .spanish, "por|más|menos|veces|dividido|pesos|filtros"),
    Row(.arithmetic, .portuguese, "vezes|mais|menos|dividido|por|pesos|filtros"),
    Row(.arithmetic, .chinese, "乘|加|减|除以|个权重|个滤波器"),
    Row(.arithmetic, .hindi, "गुना|जमा|भार|फ़िल्टर"),
  ]

  private static let links = [
    Row(
      .condition, .english,
      "for|where|with|when|if|whenever|for all|for every|for each|provided|in case|given"),
    Row(.condition, .german, "für|wobei|wo|mit|wenn|falls|bei|für alle|im fall"),
    Row(.condition, .french, "pour|où|avec|quand|si|lorsque|pour tout"),
    Row(.condition, .spanish, "para|donde|con|cuando|si|para todo"),
    Row(.condition, .portuguese, "para|onde|com|quando|se|para todo"),
    Row(.condition, .chinese, "当|对于|若|如果|其中|对"),
    Row(.condition, .hindi, "जहाँ|जब|यदि|अगर|के लिए"),
    Row(.naming, .english, "let|define|denote|set"), Row(.naming, .german, "sei|seien|setze"),
    Row(.naming, .french, "soit|posons|notons"), Row(.naming, .spanish, "sea|sean|definimos"),
    Row(.naming, .portuguese, "seja|sejam|definimos"), Row(.naming, .chinese, "设|令|记"),
    Row(.naming, .hindi, "माना|रखें"),
    Row(.reason, .english, "because|since|so|thus|hence|therefore|which"),
    Row(.reason, .german, "weil|da|denn|daher|somit|deshalb"),
    Row(.reason, .french, "parce que|car|puisque|donc|ainsi"),
    Row(.reason, .spanish, "porque|ya que|pues|por lo tanto|así que"),
    Row(.reason, .portuguese, "porque|pois|portanto|logo|então"),
    Row(.reason, .chinese, "因为|所以|因此|由于"), Row(.reason, .hindi, "क्योंकि|इसलिए|अतः"),
    Row(.that, .english, "that"), Row(.that, .german, "dass|daß"), Row(.that, .french, "que|qu'il"),
    Row(.that, .spanish, "que"), Row(.that, .portuguese, "que"), Row(.that, .chinese, "这"),
    Row(.that, .hindi, "कि|की"),
    Row(.conjunction, .english, "and|as well as"), Row(.conjunction, .german, "und|sowie"),
    Row(.conjunction, .french, "et|ainsi que"), Row(.conjunction, .spanish, "y|e"),
    Row(.conjunction, .portuguese, "e|bem como"), Row(.conjunction, .chinese, "和|且|并且|以及|时"),
    Row(.conjunction, .hindi, "और|तथा"),
    Row(.alternative, .english, "or|or else|either"), Row(.alternative, .german, "oder|entweder"),
    Row(.alternative, .french, "ou|ou bien|soit"), Row(.alternative, .spanish, "o|u|o bien"),
    Row(.alternative, .portuguese, "ou|ou então"), Row(.alternative, .chinese, "或|或者|还是"),
    Row(.alternative, .hindi, "या|अथवा"),
    Row(.contrast, .english, "but|however|rather|instead|whereas|while|in our case|in reality|yet"),
    Row(.contrast, .german, "sondern|aber|jedoch|stattdessen|vielmehr|doch|während|hier aber"),
    Row(.contrast, .french, "mais|cependant|plutôt|tandis que|or ici|en réalité"),
    Row(.contrast, .spanish, "sino|pero|sin embargo|en cambio|mientras que|en realidad"),
    Row(.contrast, .portuguese, "mas|porém|mas sim|enquanto|na realidade|em vez disso"),
    Row(.contrast, .chinese, "而是|但是|但|然而|不过|实际上"),
    Row(.contrast, .hindi, "बल्कि|लेकिन|परन्तु|मगर|किंतु"),
    Row(.affirmation, .english, "✅|✓|✔|right|correct|the right|the correct|my answer|the answer"),
    Row(.affirmation, .german, "richtig|korrekt|die richtige|meine antwort"),
    Row(.affirmation, .french, "juste|correct|la bonne|ma réponse"),
    Row(.affirmation, .spanish, "correcto|lo correcto|la correcta|mi respuesta"),
    Row(.affirmation, .portuguese, "correto|certo|o correto|a correta|minha resposta"),
    Row(.affirmation, .chinese, "正确|我的答案|对的"),
    Row(.affirmation, .hindi, "सही|मेरा उत्तर"),
  ]

  private static let denials = [
    Row(
      .negation, .english,
      "not|never|cannot|neither|nor|no longer|no more|isn't|aren't|wasn't|doesn't|don't|can't|won't"
        + "|isnt|unequal|differs from|different from|other than|anything but|far from"),
    Row(
      .negation, .german, "nicht|kein|keine|keinen|keinesfalls|niemals|weder|ungleich"
    ),
    Row(.negation, .french, "n'est|ne|n'a|n'égale|ni|jamais|différent de"),
    Row(
      .negation, .spanish,
      "no es|no son|no vale|no da|no puede|no debe|nunca|tampoco|ni"),
    Row(.negation, .portuguese, "não|nunca|jamais|nem|diferente de"),
    Row(.negation, .chinese, "不是|不等于|并非|不为|不会|不可能|绝非"),
    Row(.negation, .hindi, "नहीं|न|मत"),
    Row(.exclusion, .english, "instead of|rather than|unlike"),
    Row(.exclusion, .german, "anstatt|statt|anstelle von"),
    Row(.exclusion, .french, "au lieu de|plutôt que"),
    Row(.exclusion, .spanish, "en lugar de|en vez de"),
    Row(.exclusion, .portuguese, "em vez de|em lugar de"),
    Row(.exclusion, .chinese, "而不是|代替"), Row(.exclusion, .hindi, "के बजाय|की जगह"),
    Row(
      .harmless, .english,
      "not hard|isn't hard|not difficult|isn't difficult|not surprising|no more steps|not only|if i'm not mistaken"
        + "|if i am not mistaken|if i am right|if i'm right|if we put|if we insert|if we plug"
        + "|if we use|if we apply|if we compute|if we substitute|if we simplify|if you put|that is why"
        + "|no mistake|no mistakes|according to the formula|according to this formula|according to the equation"
        + "|according to the lecture|according to the definition|according to the rule|the formula says"
    ),
    Row(
      .harmless, .german,
      "nicht schwer|nicht nur|wenn ich mich nicht irre|wenn wir einsetzen|wenn man einsetzt|kein wunder"
        + "|laut formel|laut der formel"),
    Row(
      .harmless, .french,
      "si je ne me trompe pas|si on remplace|n'est pas difficile|si l'on remplace|selon la formule"),
    Row(
      .harmless, .spanish, "si no me equivoco|si sustituimos|no es difícil|no solo|según la fórmula"
    ),
    Row(
      .harmless, .portuguese,
      "se não me engano|se substituirmos|não é difícil|não só|segundo a fórmula"),
    Row(.harmless, .chinese, "如果我没记错|如果代入|不难|不仅"),
    Row(.harmless, .hindi, "अगर मैं गलत नहीं हूँ|यदि हम रखें|न केवल"),
    Row(
      .falsehood, .english,
      "wrong|incorrect|false|untrue|not true|not correct|not right|not the case|mistaken|by mistake"
        + "|mistakenly|wrongly|erroneously|impossible|refute|reject|one might think"
        + "|one could think|you might think|i first thought|i thought|at first i|deny|doubt|a lie|nobody|no one"
        + "|no way|hardly|barely|anything but|unlikely|misconception|trap|mistake|tempting|under no circumstances|fails to be"
        + "|used to be|few would|disagree|disagrees|erased|otherwise than|❌|✗|✘"),
    Row(
      .falsehood, .german,
      "falsch|unrichtig|inkorrekt|fälschlich|irrtümlich|unwahr|nicht wahr|nicht richtig"
        + "|unmöglich|nicht der fall"),
    Row(.falsehood, .french, "faux|fausse|incorrect|incorrecte|erroné|erronée|impossible|à tort"),
    Row(
      .falsehood, .spanish,
      "falso|falsa|incorrecto|incorrecta|erróneo|errónea|imposible|equivocado|está mal|no es cierto"
    ),
    Row(.falsehood, .portuguese, "falso|falsa|incorreto|incorreta|errado|errada|impossível"),
    Row(.falsehood, .chinese, "错误|错|不对|不正确|不可能"),
    Row(.falsehood, .hindi, "गलत|ग़लत|असत्य|असंभव"),
    Row(.weakCorrection, .english, "actually|rather"),
    Row(.weakCorrection, .german, "eigentlich|vielmehr"),
    Row(.weakCorrection, .french, "en fait|plutôt"),
    Row(.weakCorrection, .spanish, "en realidad|más bien"),
    Row(.weakCorrection, .portuguese, "na verdade|aliás"),
    Row(.weakCorrection, .chinese, "其实"), Row(.weakCorrection, .hindi, "असल में"),
    Row(
      .correction, .english,
      "no wait|no ,|nope|wait|correction|corrected|scratch that|oops|sorry|i mean|i meant"
        + "|or rather|on second thought|my mistake|i made a mistake|i was wrong"
        + "|ignore that|ignore the above|disregard that|disregard the above"
        + "|edit ,|erratum|update ,|new answer|make that"),
    Row(
      .correction, .german,
      "nein ,|nein doch|halt ,|moment|korrektur|quatsch|verzeihung|ich meine"
        + "|stimmt nicht|doch nicht|korrigiert|berichtigung"),
    Row(
      .correction, .french,
      "non ,|attends|attendez|pardon|je veux dire|rectification"),
    Row(
      .correction, .spanish,
      "no ,|espera|perdón|perdon|corrección|correccion|quiero decir|mejor dicho"
        + "|me equivoqué"),
    Row(
      .correction, .portuguese,
      "não ,|espere|desculpe|correção|correcao|quero dizer|ou melhor"
        + "|errei"),
    Row(.correction, .chinese, "更正|不对|等等|等一下|我是说|修正|改正|抱歉|不 ,"),
    Row(
      .correction, .hindi,
      "सुधार|रुको|रुकिए|माफ़ कीजिए|मेरा मतलब|नहीं ,"),
  ]

  private static let suppositions = [
    Row(
      .supposition, .english,
      "if|unless|were|had we|had it|assuming that|in the case of|provided|only if|as long as|would need"
        + "|would have to|would require|would take|assume the output|assume that the output|assume the answer"
    ),
    Row(
      .supposition, .german,
      "wenn|falls|hätte|hätten|wäre|wären|gäbe|sofern|solange"),
    Row(
      .supposition, .french,
      "si|était|étaient|avait|avions|à moins|pourvu que|à condition"),
    Row(
      .supposition, .spanish,
      "si|fuera|fuese|tuviera|tuviéramos|hubiera|hubiese|a menos que|siempre que|con tal"),
    Row(
      .supposition, .portuguese,
      "fosse|fossem|tivesse|tivessem|tivéssemos|houvesse|caso|a menos que|desde que"),
    Row(.supposition, .chinese, "如果|倘若|要是|若|只要"),
    Row(.supposition, .hindi, "यदि|अगर|होता|होती|बशर्ते"),
    Row(
      .scenario, .english, "suppose|supposing|imagine|pretend|hypothetically|assume we had|were we"),
    Row(.scenario, .german, "angenommen|nehmen wir an|hypothetisch|gesetzt den fall"),
    Row(.scenario, .french, "supposons|imaginons|hypothétiquement"),
    Row(.scenario, .spanish, "supongamos|imaginemos|supón|hipotéticamente"),
    Row(.scenario, .portuguese, "suponhamos|suponha|imaginemos|hipoteticamente"),
    Row(.scenario, .chinese, "假设|假如|假定"), Row(.scenario, .hindi, "मान लीजिए|मान लो|मानें"),
    Row(.weakSupposition, .english, "would|could|might|without|otherwise"),
    Row(.weakSupposition, .german, "würde|würden|könnte|ohne|sonst|ansonsten"),
    Row(
      .weakSupposition, .french, "serait|seraient|aurait|aurions|donnerait|obtiendrait|sans|sinon"),
    Row(
      .weakSupposition, .spanish,
      "sería|serían|daría|tendría|tendríamos|obtendríamos|sin|de lo contrario"),
    Row(
      .weakSupposition, .portuguese,
      "seria|seriam|daria|teria|teríamos|obteríamos|sem|caso contrário"),
    Row(.weakSupposition, .chinese, "会是|会得到|本应|没有|否则"),
    Row(.weakSupposition, .hindi, "होगा|होगी|होते|बिना|अन्यथा"),
    Row(
      .example, .english,
      "example|for example|e.g|e.g.|for instance|as an example|sample|format|example format|template"
    ),
    Row(.example, .german, "beispiel|zum beispiel|z.b|z.b.|beispielsweise|muster"),
    Row(.example, .french, "exemple|par exemple|p.ex|p.ex."),
    Row(.example, .spanish, "ejemplo|por ejemplo|p.ej|p.ej."),
    Row(.example, .portuguese, "exemplo|por exemplo|p.ex"),
    Row(.example, .chinese, "例如|比如|举例|例子|示例|例"), Row(.example, .hindi, "उदाहरण|जैसे|मिसाल"),
  ]
  private static let others = [
    Row(
      .report, .english,
      "according to|say that|says that|says|said that|claim that|claims that|claims|claimed that|told me|told us"
        + "|thinks that|thinks|believes that|wrote that|last year's|last year"),
    Row(.report, .german, "laut|sagt|sagte|behauptet|meint|schreibt"),
    Row(.report, .french, "selon|dit que|prétend que|affirme que|pense que"),
    Row(.report, .spanish, "según|dice que|dijo que|afirma que|piensa que"),
    Row(.report, .portuguese, "segundo|diz que|disse que|afirma que|acha que"),
    Row(.report, .chinese, "据说|他说|她说|同学说|老师说|有人说"),
    Row(.report, .hindi, "के अनुसार|कहता है|कहती है|कहते हैं|ने कहा"),
    Row(
      .inquiry, .english,
      "whether|wonder|wondering|unsure|unclear|todo|to do|to check|to show|to prove|must show|should show|hint"
    ),
    Row(.inquiry, .german, "ob|zeige dass|zu zeigen|zu prüfen|hinweis"),
    Row(.inquiry, .french, "est-ce que|à vérifier|à montrer|il faut montrer|indice"),
    Row(.inquiry, .spanish, "será que|por comprobar|hay que demostrar|pista"),
    Row(.inquiry, .portuguese, "será que|a verificar|é preciso mostrar|dica"),
    Row(.inquiry, .chinese, "是否|是不是|要证明|提示"), Row(.inquiry, .hindi, "क्या|जाँचना है|संकेत"),
    Row(
      .elsewhere, .english,
      "before|prior to|previous|next|padded|unpadded|other|first layer|second layer|half|quarter|third"
    ),
    Row(.elsewhere, .german, "vor|vorige|vorigen|nächste|nächsten|andere|anderen|hälfte"),
    Row(.elsewhere, .french, "avant|précédente|suivante|autre|moitié"),
    Row(.elsewhere, .spanish, "antes|anterior|siguiente|otra|mitad"),
    Row(.elsewhere, .portuguese, "antes|anterior|seguinte|outra|metade"),
    Row(.elsewhere, .chinese, "之前|以前|上一层|下一层|其他|一半"),
    Row(.elsewhere, .hindi, "पहले|पिछला|अगला|दूसरा|आधा"),
  ]
}
