//! What a recruiter stumbles over, by language, in the normal form of text. A
//! star at the end stands for the rest of a word.

use super::Fault::{self, *};

/// Words to avoid.
#[rustfmt::skip]
pub(super) const PHRASES: &[(&str, Fault, &[&str])] = &[
    ("en", Blame, &["unfair*", "unjust*", "discriminat*", "unprofessional*", "disrespect*", "disappointed in you", "disappointed with you", "disappointing", "disappointed by", "waste of my time", "wasted my time", "you made a mistake", "a mistake on your", "your mistake", "you will regret", "you should have", "you failed", "you did not even", "you never", "ridiculous", "unacceptable", "outrageous", "shame on", "i deserve*", "more qualified than", "better than the person", "better qualified than"]),
    ("en", Why, &["why", "the reason for the rejection", "the reason for your decision", "justify"]),
    ("en", Pleading, &["reconsider*", "re-consider*", "rethink*", "change your mind", "another chance", "second chance", "give me a chance", "one more chance", "i beg", "begging", "desperate*", "i really need this job", "i need this job", "think again", "i urge you", "appeal your decision"]),
    ("en", Sarcasm, &["thanks for nothing", "thank you for nothing", "your loss", "good luck finding", "good luck with that", "congratulations on your", "how nice of you", "so much for", "whatever your reasons", "clearly you", "obviously you", "apparently i am", "apparently you"]),

    ("de", Blame, &["unfair*", "ungerecht*", "diskriminier*", "unprofessionell*", "respektlos*", "enttäuscht von ihnen", "enttäuscht von euch", "enttäuscht über", "bin enttäuscht", "bin sehr enttäuscht", "enttäuschend*", "zeitverschwendung", "meine zeit verschwendet", "ihr fehler", "euer fehler", "fehlentscheidung", "werden sie bereuen", "werdet ihr bereuen", "unverschämt*", "frechheit", "inakzeptabel*", "nicht nachvollziehbar*", "besser qualifiziert als", "ich habe es verdient", "beschwer*"]),
    ("de", Why, &["warum", "weshalb", "wieso", "aus welchem grund", "aus welchen gründen", "begründ*", "rechtfertig*"]),
    ("de", Pleading, &["noch einmal überdenken", "nochmals überdenken", "überdenken", "umstimmen", "eine zweite chance", "eine chance geben", "noch eine chance", "flehe*", "anflehen", "verzweifelt*", "ich brauche diese stelle", "ich brauche diesen job", "anders überlegen", "entscheidung zu ändern", "entscheidung ändern"]),
    ("de", Sarcasm, &["danke für nichts", "vielen dank auch für nichts", "selbst schuld", "ihr verlust", "euer verlust", "na dann viel glück", "schön für sie", "schön für euch", "herzlichen glückwunsch zu", "offenbar bin ich", "anscheinend bin ich", "offensichtlich haben sie"]),

    ("fr", Blame, &["injust*", "discrimin*", "pas professionnel*", "irrespectueu*", "déçu par vous", "déçue par vous", "je suis déçu*", "très déçu*", "décevant*", "perte de temps", "perdre mon temps", "votre erreur", "une erreur de votre", "vous regretterez", "vous auriez dû", "inacceptable*", "scandaleu*", "ridicule*", "honteu*", "plus qualifié que", "plus qualifiée que", "je méritais", "je mérite"]),
    ("fr", Why, &["pourquoi", "pour quelle raison", "pour quelles raisons", "les raisons de votre", "la raison de votre", "justifi*"]),
    ("fr", Pleading, &["reconsidér*", "réexamin*", "revoir votre décision", "changer d'avis", "une seconde chance", "une deuxième chance", "donnez-moi une chance", "me donner une chance", "je vous supplie", "je vous en supplie", "désespér*", "j'ai besoin de ce poste", "j'ai vraiment besoin"]),
    ("fr", Sarcasm, &["merci pour rien", "tant pis pour vous", "bonne chance pour trouver", "félicitations pour votre choix", "bravo pour", "apparemment je", "visiblement vous", "manifestement vous"]),

    ("es", Blame, &["injust*", "discrimin*", "poco profesional*", "falta de respeto", "irrespetuos*", "estoy decepcionad*", "muy decepcionad*", "decepcionante*", "pérdida de tiempo", "perder mi tiempo", "perder el tiempo", "su error", "un error por su parte", "se arrepentirán", "deberían haber", "inaceptable*", "ridícul*", "vergonzos*", "vergüenza", "más cualificado que", "más cualificada que", "merezco", "merecía"]),
    ("es", Why, &["por qué", "por cuál razón", "por qué razón", "el motivo del rechazo", "los motivos de su decisión", "justifi*"]),
    ("es", Pleading, &["reconsider*", "replante*", "recapacit*", "cambiar de opinión", "cambien de opinión", "otra oportunidad, por favor", "segunda oportunidad", "denme una oportunidad", "dame una oportunidad", "les suplico", "te suplico", "les ruego", "desesperad*", "necesito este trabajo", "necesito este puesto"]),
    ("es", Sarcasm, &["gracias por nada", "ustedes se lo pierden", "tú te lo pierdes", "suerte encontrando", "enhorabuena por su elección", "felicidades por su elección", "por lo visto", "está claro que ustedes"]),

    ("it", Blame, &["ingiust*", "discrimin*", "poco professional*", "mancanza di rispetto", "irrispettos*", "sono delus*", "molto delus*", "deludent*", "perdita di tempo", "perdere tempo", "perdere il mio tempo", "il suo errore", "il vostro errore", "un errore da parte", "ve ne pentirete", "avreste dovuto", "avrebbe dovuto", "inaccettabil*", "ridicol*", "vergogn*", "più qualificato di", "più qualificata di", "meritavo", "merito questo"]),
    ("it", Why, &["perché", "come mai", "per quale motivo", "per quali motivi", "il motivo del rifiuto", "giustific*"]),
    ("it", Pleading, &["riconsider*", "ripensar*", "ripensarci", "cambiare idea", "una seconda possibilità", "un'altra possibilità", "un'altra occasione, per favore", "datemi una possibilità", "la supplico", "vi supplico", "vi prego", "la prego", "disperat*", "ho bisogno di questo lavoro"]),
    ("it", Sarcasm, &["grazie di niente", "grazie per niente", "peggio per voi", "peggio per te", "buona fortuna nel trovare", "complimenti per la scelta", "a quanto pare", "evidentemente non"]),

    ("nl", Blame, &["oneerlijk*", "discrimin*", "onprofessione*", "respectloos*", "teleurgesteld in", "ben teleurgesteld", "erg teleurgesteld", "teleurstellend*", "tijdverspilling", "mijn tijd verspild", "uw fout", "jullie fout", "een vergissing van", "zult u spijt", "gaan jullie spijt", "had u moeten", "hadden jullie moeten", "onacceptabel*", "belachelijk*", "schandalig*", "beter gekwalificeerd dan", "ik verdien*"]),
    ("nl", Why, &["waarom", "om welke reden", "de reden van de afwijzing", "de reden van uw", "rechtvaardig*"]),
    ("nl", Pleading, &["heroverweg*", "van gedachten veranderen", "op uw besluit terugkomen", "een tweede kans", "nog een kans", "geef mij een kans", "geef me een kans", "ik smeek", "smeek*", "wanhopig*", "ik heb deze baan nodig"]),
    ("nl", Sarcasm, &["bedankt voor niets", "jammer voor u", "jammer voor jullie", "uw verlies", "jullie verlies", "veel succes met zoeken", "gefeliciteerd met uw keuze", "gefeliciteerd met jullie keuze", "blijkbaar ben ik", "kennelijk ben ik"]),

    ("pt", Blame, &["injust*", "discrimin*", "pouco profissiona*", "falta de respeito", "desrespeit*", "estou desiludid*", "estou decepcionad*", "muito decepcionad*", "decepcionante*", "dececionante*", "perda de tempo", "perder o meu tempo", "perder meu tempo", "um erro da vossa", "erro de vocês", "o vosso erro", "vão arrepender-se", "vão se arrepender", "deveriam ter", "inaceitáve*", "ridícul*", "vergonh*", "mais qualificado do que", "mais qualificada do que", "eu merecia", "eu mereço"]),
    ("pt", Why, &["por que", "por quê", "porquê", "porque", "por que motivo", "por que razão", "o motivo da recusa", "justifi*"]),
    ("pt", Pleading, &["reconsider*", "repens*", "mudar de ideia", "mudar de opinião", "segunda chance", "segunda oportunidade", "mais uma chance", "deem-me uma oportunidade", "me deem uma chance", "imploro", "suplico", "desesperad*", "preciso deste emprego", "preciso desta vaga"]),
    ("pt", Sarcasm, &["obrigado por nada", "obrigada por nada", "azar o vosso", "azar o seu", "vocês é que perdem", "boa sorte para encontrar", "parabéns pela escolha", "pelos vistos", "pelo visto"]),

    ("pl", Blame, &["niesprawiedliw*", "dyskrymin*", "nieprofesjonaln*", "brak szacunku", "rozczarowan*", "rozczarowując*", "strata czasu", "stratą czasu", "zmarnowali", "państwa błąd", "wasz błąd", "błąd z państwa", "pożałuj*", "powinni państwo byli", "powinniście byli", "niedopuszczaln*", "absurd*", "skandal*", "wstyd", "lepsze kwalifikacje niż", "zasługuję", "zasługiwał*"]),
    ("pl", Why, &["dlaczego", "czemu nie", "czemu mnie", "z jakiego powodu", "z jakich powodów", "powód odmowy", "uzasadni*"]),
    ("pl", Pleading, &["ponowne rozpatrzenie", "ponownie rozpatrz*", "ponowne rozważenie", "zmienić zdanie", "zmianę decyzji", "zmienić decyzję", "druga szansa", "drugą szansę", "jeszcze jedną szansę", "dać mi szansę", "błagam", "desperac*", "zdesperowan*", "potrzebuję tej pracy"]),
    ("pl", Sarcasm, &["dziękuję za nic", "dzięki za nic", "państwa strata", "wasza strata", "powodzenia w szukaniu", "gratuluję wyboru", "najwyraźniej", "widocznie"]),

    ("sv", Blame, &["orättvis*", "diskrimin*", "oprofessionel*", "respektlös*", "besviken på er", "är besviken", "mycket besviken", "bedrövlig*", "slöseri med", "slösat min tid", "ert misstag", "ett misstag av er", "kommer att ångra", "ni borde ha", "oacceptabel*", "löjlig*", "skandal*", "skäms", "bättre kvalificerad än", "jag förtjänar", "jag förtjänade"]),
    ("sv", Why, &["varför", "av vilken anledning", "skälet till", "anledningen till avslaget", "motivera ert beslut"]),
    ("sv", Pleading, &["ompröva*", "tänka om", "ändra er", "ändra ert beslut", "en andra chans", "en chans till", "ge mig en chans", "jag ber er att ändra", "bönfall*", "desperat*", "jag behöver det här jobbet", "jag behöver jobbet"]),
    ("sv", Sarcasm, &["tack för ingenting", "er förlust", "skyll er själva", "lycka till med att hitta", "grattis till ert val", "tydligen är jag", "uppenbarligen"]),

    ("da", Blame, &["uretfærdig*", "diskrimin*", "uprofessionel*", "respektløs*", "skuffet over", "er skuffet", "meget skuffet", "skuffende", "spild af", "spildt min tid", "jeres fejl", "en fejl fra jeres", "kommer til at fortryde", "i burde have", "uacceptabel*", "latterlig*", "skandal*", "skam jer", "bedre kvalificeret end", "jeg fortjener", "jeg fortjente"]),
    ("da", Why, &["hvorfor", "af hvilken grund", "grunden til afslaget", "begrundelse*", "begrund*"]),
    ("da", Pleading, &["genoverveje*", "overveje igen", "tænke om", "ændre mening", "ændre jeres beslutning", "en chance til", "en ny chance", "giv mig en chance", "bønfald*", "trygler", "desperat*", "jeg har brug for jobbet", "jeg har brug for dette job"]),
    ("da", Sarcasm, &["tak for ingenting", "jeres tab", "det bliver jeres tab", "held og lykke med at finde", "tillykke med valget", "åbenbart er jeg", "tilsyneladende er jeg"]),

    ("nb", Blame, &["urettferdig*", "diskrimin*", "uprofesjonel*", "respektløs*", "skuffet over", "er skuffet", "veldig skuffet", "skuffende", "bortkastet tid", "sløsing med", "kastet bort tiden", "feilen deres", "en feil fra deres", "kommer til å angre", "dere burde ha", "uakseptabel*", "latterlig*", "skandal*", "skam dere", "bedre kvalifisert enn", "jeg fortjener", "jeg fortjente"]),
    ("nb", Why, &["hvorfor", "av hvilken grunn", "grunnen til avslaget", "begrunnelse*", "begrunn*"]),
    ("nb", Pleading, &["revurder*", "vurdere på nytt", "ombestem*", "endre mening", "endre beslutningen", "en sjanse til", "en ny sjanse", "gi meg en sjanse", "trygler", "bønnfall*", "desperat*", "jeg trenger jobben", "jeg trenger denne jobben"]),
    ("nb", Sarcasm, &["takk for ingenting", "deres tap", "det er deres tap", "lykke til med å finne", "gratulerer med valget", "tydeligvis", "åpenbart er jeg"]),

    ("ja", Blame, &["不公平", "不当", "差別", "納得でき", "納得がいきません", "納得いたしかね", "失望", "がっかり", "時間の無駄", "失礼だ", "失礼では", "間違った判断", "判断ミス", "後悔する", "ひどい", "非常識", "許せ"]),
    ("ja", Why, &["なぜ", "どうして", "何故", "不採用の理由", "落ちた理由", "理由を教え", "理由をお聞かせ"]),
    ("ja", Pleading, &["再考", "考え直", "もう一度チャンス", "もう一度機会", "再検討", "どうしても入社", "何とかお願い", "どうにかなりません", "結果を覆"]),
    ("ja", Sarcasm, &["さぞ優秀", "せいぜい", "ご立派", "見る目がな", "お祈りメール"]),
];

/// Beginnings or parts of words that thank.
pub(super) const THANKS: &[(&str, &[&str])] = &[
    ("en", &["thank", "grateful", "appreciate"]),
    ("de", &["dank"]),
    ("fr", &["merci", "remerci"]),
    ("es", &["gracias", "agradec", "agradezco"]),
    ("it", &["grazie", "ringrazi"]),
    ("nl", &["dank"]),
    ("pt", &["obrigad", "agradeç", "agradec"]),
    ("pl", &["dzięk"]),
    ("sv", &["tack"]),
    ("da", &["tak"]),
    ("nb", &["takk"]),
    ("ja", &["ありがと", "感謝", "御礼", "お礼"]),
];

/// What a question ends with.
pub(super) const ASKS: &[(&str, &[&str])] = &[
    ("en", &["?"]),
    ("de", &["?"]),
    ("fr", &["?"]),
    ("es", &["?"]),
    ("it", &["?"]),
    ("nl", &["?"]),
    ("pt", &["?"]),
    ("pl", &["?"]),
    ("sv", &["?"]),
    ("da", &["?"]),
    ("nb", &["?"]),
    (
        "ja",
        &["?", "でしょうか", "ますか", "ですか", "お聞かせ", "お教え"],
    ),
];
