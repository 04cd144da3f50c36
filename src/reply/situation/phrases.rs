//! The words that tell a situation, by language, in the normal form of text:
//! lower case, straight quotes, `ss` for `ß`, English contractions written out.
//! A `*` stands for up to a few words.

use super::Situation::{self, *};

/// What tells each situation. That a decision was difficult is a courtesy, and
/// no sign that it was close.
#[rustfmt::skip]
pub(super) const PHRASES: &[(&str, Situation, &[&str])] = &[
    ("en", Agency, &["back from my client", "from my client about", "from our client about", "my client's", "our client's decision", "our client has", "our client have", "our client was", "our client will", "our client felt", "our client decided", "the client has", "the client have", "the client felt", "the client decided", "my client has", "my client have", "my client decided", "my client felt", "my client will", "feedback from the client", "feedback from our client", "heard back from our client", "heard back from the client", "client's decision"]),
    ("en", FeedbackOffered, &["if you wish * feedback", "to request feedback", "to receive feedback", "happy to * feedback", "glad to * feedback", "pleased to * feedback", "if you would like * feedback", "if you'd like * feedback", "would you like * feedback", "if you would find * feedback", "would like to offer * feedback", "we'd like to offer * feedback", "offer you * feedback", "offer some feedback", "can offer * feedback", "can provide * feedback", "can share * feedback", "could share * feedback", "would welcome * feedback", "feedback * just let me know", "feedback * let us know", "feel free to * for feedback", "happy to * talk you through", "happy to * more detail"]),
    ("en", OtherRole, &["another role that", "another position that", "another opening that", "a different role", "a different position", "another role in our", "another role with us", "consider you for another", "consider you for a different", "consider you for our", "would you be interested in", "interested in another", "think you would be * for our", "be a better fit for our", "be a better match for our", "suggest * apply for * instead", "like to suggest * role", "like to offer you * role instead"]),
    ("en", RunnerUp, &["second choice", "runner-up", "runner up", "close second", "very close decision", "a close decision", "close call", "one of our final", "one of the final", "final two", "among the finalists", "strong second", "narrowly", "came down to you", "reserve candidate", "reserve list"]),
    ("en", PositionGone, &["position has been cancelled", "position has been canceled", "role has been cancelled", "role has been canceled", "position was cancelled", "role was cancelled", "position is no longer available", "role is no longer available", "position has been put on hold", "role has been put on hold", "put this role on hold", "put this position on hold", "put the role on hold", "put the position on hold", "role is on hold", "position is on hold", "hiring freeze", "freeze on hiring", "froze hiring", "frozen the role", "frozen the position", "filled internally", "filled this * internally", "filled the * internally", "internal candidate", "internal applicant", "not to fill", "no longer filling", "closed the position without", "no longer recruiting for", "withdraw the position", "withdrawn the position"]),
    ("en", KeptOnFile, &["keep your * on record", "keep you * on record", "keep your * on file", "keep you * on file", "keeping your * on file", "keep your * for future", "keep your * in our", "keep you in mind", "keep your details", "keep in touch about future", "stay in our talent", "to our talent pool", "in our talent pool", "in our talent community", "retain your"]),

    ("de", Agency, &["unser kunde hat", "unser kunde sich", "unser auftraggeber", "unser mandant", "unsere mandantin", "mein kunde", "mein mandant", "der kunde hat", "der kunde sich", "seitens unseres kunden", "vom kunden", "unseres kunden hat", "hat sich unser kunde", "hat unser kunde"]),
    ("de", FeedbackOffered, &["rückmeldung * wünschen", "gerne gebe * rückmeldung", "gern gebe * rückmeldung", "gerne geben * rückmeldung", "gern geben * rückmeldung", "gerne gebe * feedback", "gern gebe * feedback", "gerne geben * feedback", "gern geben * feedback", "gern * feedback geben", "gerne * feedback geben", "gern * rückmeldung geben", "gerne * rückmeldung geben", "gerne ein feedback", "gern ein feedback", "gerne feedback", "gern feedback", "feedback möchten", "feedback wünschen", "feedback möchtest", "feedback wünschst", "rückmeldung wünschen", "rückmeldung wünschst", "interesse an einem feedback", "interesse an feedback", "feedback zu deine * melde", "feedback zu ihre * melden", "für ein feedback * zur verfügung", "für feedback * zur verfügung", "für ein feedbackgespräch", "feedbackgespräch an", "feedback anbieten"]),
    ("de", OtherRole, &["andere stelle vor", "andere position vor", "eine andere stelle bei uns", "eine andere position bei uns", "eine andere stelle in unserem", "eine andere position in unserem", "alternative position", "alternativ * anbieten", "stattdessen * position", "stattdessen * stelle", "interesse an * stelle als", "interesse an * position als", "für eine andere * in frage", "für eine andere * interessant"]),
    ("de", RunnerUp, &["knappe entscheidung", "knapp ausgefallen", "denkbar knapp", "sehr knapp", "zweite wahl", "zweiten platz", "zweiter platz", "engsten kreis", "engsten auswahl", "engste auswahl", "letzten beiden", "finalisten", "in der letzten runde"]),
    ("de", PositionGone, &["intern besetzt", "intern zu besetzen", "interne besetzung", "interner kandidat", "internen kandidat", "interne bewerb", "internen bewerb", "intern nachbesetzt", "stelle nicht zu besetzen", "stelle nicht * zu besetzen", "position nicht zu besetzen", "position nicht * zu besetzen", "stelle nicht mehr besetz", "position nicht mehr besetz", "einstellungsstopp", "stelle gestrichen", "position gestrichen", "stelle entfällt", "position entfällt", "stelle ist entfallen", "position ist entfallen", "auf eis gelegt", "besetzung * gestoppt", "besetzung * ausgesetzt", "ausschreibung * zurückgezogen", "stellenausschreibung * aufgehoben"]),
    ("de", KeptOnFile, &["behalten wir * unterlagen", "bewahren wir * unterlagen", "nehmen wir * in unseren", "unterlagen * aufbewahren", "unterlagen * behalten", "unterlagen * speichern", "unterlagen * vormerken", "in unserem talentpool", "in unseren talentpool", "in unserem talent pool", "in unseren talent pool", "in unserem bewerberpool", "in unseren bewerberpool", "in unserem pool", "in unseren pool", "in evidenz", "auf sie zurückkommen", "auf dich zurückkommen", "auf sie zukommen", "auf dich zukommen", "profil * behalten", "profil * speichern"]),

    ("fr", Agency, &["notre client", "mon client", "le client a"]),
    ("fr", FeedbackOffered, &["un retour * si vous le souhaitez", "si vous souhaitez * un retour", "si vous souhaitez * retour détaillé", "si tu souhaites * un retour", "volontiers un retour", "plaisir * un retour", "vous faire un retour", "te faire un retour", "à votre disposition pour un retour", "à ta disposition pour un retour", "disposition pour * en échanger", "vous expliquer plus en détail"]),
    ("fr", OtherRole, &["un autre poste qui", "un autre poste pour lequel", "vous proposer un autre poste", "te proposer un autre poste", "un autre poste * vous intéresser", "un autre poste * t'intéresser", "une autre opportunité au sein", "correspondrait mieux à un poste"]),
    ("fr", RunnerUp, &["deuxième choix", "second choix", "parmi les finalistes", "finaliste", "décision a été serrée", "dernière ligne droite", "de très peu"]),
    ("fr", PositionGone, &["poste a été annulé", "recrutement a été annulé", "recrutement est annulé", "recrutement est suspendu", "recrutement a été suspendu", "recrutement est gelé", "gel des recrutements", "gel des embauches", "poste est gelé", "pourvu en interne", "candidat interne", "candidature interne", "mobilité interne", "poste est supprimé", "poste a été supprimé", "ne pas pourvoir"]),
    ("fr", KeptOnFile, &["conservons votre", "conserver votre", "conserverons votre", "conserver ton", "conservons ton", "gardons votre", "garder votre", "garderons votre", "gardons ton", "garder ton", "dans notre vivier", "dans notre base", "dans notre cvthèque"]),

    ("es", Agency, &["llamado el cliente", "el cliente me", "del cliente", "nuestro cliente", "mi cliente", "el cliente ha"]),
    ("es", FeedbackOffered, &["si desea * comentarios", "si deseas * comentarios", "si quiere * feedback", "si quieres * feedback", "si desea * feedback", "si deseas * feedback", "gusto * feedback", "encantados de * feedback", "ofrecerle * feedback", "ofrecerte * feedback", "darle feedback", "darte feedback", "compartir * feedback contigo", "compartir * feedback con usted", "encantados de * comentarios", "gusto * retroalimentación", "darle * retroalimentación", "darte * retroalimentación"]),
    ("es", OtherRole, &["otro puesto que", "otra vacante que", "otra posición que", "proponerle otro", "proponerte otro", "proponerle otra", "proponerte otra", "ofrecerle otro puesto", "ofrecerte otro puesto", "considerarle para otr", "considerarte para otr"]),
    ("es", RunnerUp, &["segunda opción", "finalista", "muy reñida", "decisión reñida", "decisión muy ajustada", "decisión ajustada", "recta final"]),
    ("es", PositionGone, &["puesto ha sido cancelado", "vacante ha sido cancelada", "proceso ha sido cancelado", "cancelar el proceso", "cancelar la vacante", "proceso ha quedado en pausa", "vacante ha quedado congelada", "congelación de contrataciones", "congelar * contratacion", "cubierto internamente", "cubierta internamente", "cubrir internamente", "candidato interno", "candidata interna", "promoción interna", "no cubrir"]),
    ("es", KeptOnFile, &["conservaremos su", "conservaremos tu", "guardaremos su", "guardaremos tu", "mantendremos su", "mantendremos tu", "conservar su", "conservar tu", "guardar su", "guardar tu", "mantener su * en nuestra", "mantener tu * en nuestra", "en nuestra base de datos", "en nuestra bolsa", "tendremos en cuenta para futur"]),

    ("it", Agency, &["il nostro cliente", "nostro cliente", "il mio cliente", "azienda cliente", "il cliente ha"]),
    ("it", FeedbackOffered, &["se desidera * feedback", "se desideri * feedback", "se vuoi * feedback", "volentieri * feedback", "volentieri * riscontro", "lieti di * feedback", "felici di * feedback", "disposizione per * feedback", "darle * feedback", "darti * feedback", "offrirle * feedback", "offrirti * feedback"]),
    ("it", OtherRole, &["un'altra posizione che", "un altro ruolo che", "proporle un altr", "proporti un altr", "proporle un'altra", "proporti un'altra", "considerarla per un'altra", "considerarti per un'altra", "valutarla per un altr", "valutarti per un altr"]),
    ("it", RunnerUp, &["seconda scelta", "finalist", "per un soffio", "di misura", "rosa finale", "rosa ristretta"]),
    ("it", PositionGone, &["posizione è stata annullata", "posizione è stata cancellata", "selezione è stata annullata", "selezione è stata sospesa", "selezione è sospesa", "blocco delle assunzioni", "posizione è stata congelata", "coperta internamente", "risorsa interna", "candidato interno", "candidatura interna", "mobilità interna", "non coprire"]),
    ("it", KeptOnFile, &["conserveremo i suoi", "conserveremo i tuoi", "conserveremo il suo", "conserveremo la sua", "conserveremo il tuo", "conserveremo la tua", "terremo il suo", "terremo la sua", "terremo il tuo", "terremo la tua", "conservare il suo", "conservare il tuo", "nel nostro database", "nella nostra banca dati", "nel nostro archivio"]),

    ("nl", Agency, &["onze opdrachtgever", "onze klant", "mijn opdrachtgever", "de opdrachtgever heeft"]),
    ("nl", FeedbackOffered, &["wil je feedback", "wilt u feedback", "graag * feedback geven", "graag feedback", "als u feedback wilt", "als je feedback wilt", "mocht u feedback", "mocht je feedback", "feedback * laat het", "feedback * neem gerust contact", "graag * toelichting geven", "graag telefonisch toe", "voor een toelichting * bellen", "voor feedback * bellen", "feedback aanbieden"]),
    ("nl", OtherRole, &["een andere functie die", "een andere vacature die", "een andere functie binnen", "een andere functie bij ons", "interesse * in een andere functie", "voor een andere functie in"]),
    ("nl", RunnerUp, &["tweede keus", "tweede keuze", "als tweede", "nipt", "laatste twee", "op een haar na"]),
    ("nl", PositionGone, &["intern in te vullen", "intern ingevuld", "intern vervuld", "interne kandidaat", "interne sollicitant", "vacature is ingetrokken", "vacature ingetrokken", "vacature is vervallen", "functie is vervallen", "functie komt te vervallen", "vacaturestop", "on hold gezet", "in de wacht gezet", "niet in te vullen", "niet meer in te vullen"]),
    ("nl", KeptOnFile, &["gegevens * bewaren", "gegevens * in portefeuille", "cv * bewaren", "in portefeuille", "in onze talentpool", "in onze database", "in ons bestand"]),

    ("pt", Agency, &["o nosso cliente", "nosso cliente", "o cliente decidiu", "o cliente optou", "empresa cliente"]),
    ("pt", FeedbackOffered, &["se desejar * feedback", "se quiser * feedback", "caso deseje * feedback", "caso queira * feedback", "gosto * feedback", "prazer * feedback", "à disposição para * feedback", "disponíveis para * feedback", "dar-lhe * feedback", "oferecer * feedback", "te dar * feedback", "lhe dar * feedback"]),
    ("pt", OtherRole, &["outra vaga que", "outra posição que", "outra função que", "propor-lhe outra", "propor outra vaga", "propor-lhe outro", "considerá-lo para outra", "considerá-la para outra", "considerar * para outra"]),
    ("pt", RunnerUp, &["segunda opção", "segundo lugar", "finalista", "reta final"]),
    ("pt", PositionGone, &["vaga foi cancelada", "processo foi cancelado", "vaga foi suspensa", "processo foi suspenso", "vaga foi congelada", "congelamento de contratações", "preenchida internamente", "preenchida por um candidato interno", "candidato interno", "candidata interna", "recrutamento interno", "não preencher"]),
    ("pt", KeptOnFile, &["manteremos o seu", "manteremos a sua", "manteremos seu", "manteremos sua", "guardaremos o seu", "guardaremos a sua", "manter o seu", "manter seu", "conservar o seu", "conservaremos", "na nossa base de dados", "em nosso banco de", "nosso banco de talentos", "na nossa bolsa"]),

    ("pl", Agency, &["nasz klient", "naszego klienta", "mój klient", "klient zdecydował", "klient podjął"]),
    ("pl", FeedbackOffered, &["chętnie * informacj", "chętnie * feedback", "jeśli chcesz * feedback", "jeśli chcesz * informacj", "możemy * informacji zwrotnej", "z przyjemnością * informacji zwrotnej", "służymy * informacją zwrotną", "przekazać * informację zwrotną", "podzielić się * feedback"]),
    ("pl", OtherRole, &["inne stanowisko, które", "na inne stanowisko", "inną ofertę, która", "zaproponować * inne stanowisko", "zaproponować inną"]),
    ("pl", RunnerUp, &["drugi wybór", "drugim wyborem", "w ścisłym finale", "do finału", "w finale", "niewielką różnicą"]),
    ("pl", PositionGone, &["rekrutacja została anulowana", "rekrutacja została wstrzymana", "rekrutacja została zamknięta bez", "wstrzymać rekrutację", "wstrzymaliśmy rekrutację", "zawiesić rekrutację", "anulować rekrutację", "kandydat wewnętrzny", "kandydata wewnętrznego", "rekrutacji wewnętrznej", "obsadzone wewnętrznie", "stanowisko zostało zlikwidowane", "nie obsadzać"]),
    ("pl", KeptOnFile, &["zachowamy * cv", "zachowamy * aplikacj", "zachowamy * dane", "zachowamy * zgłoszenie", "zachować * cv", "zachować * aplikacj", "zatrzymamy * cv", "w naszej bazie", "do naszej bazy"]),

    ("sv", Agency, &["vår kund", "min kund", "vår uppdragsgivare", "kunden har"]),
    ("sv", FeedbackOffered, &["gärna * återkoppling", "gärna * feedback", "om du vill ha * återkoppling", "om du vill ha * feedback", "om du önskar * återkoppling", "om du önskar * feedback", "erbjuda * återkoppling", "erbjuda * feedback"]),
    ("sv", OtherRole, &["en annan tjänst som", "en annan roll som", "en annan tjänst hos", "en annan roll hos", "intresserad av en annan", "erbjuda dig en annan", "föreslå en annan"]),
    ("sv", RunnerUp, &["andrahandsval", "andraval", "slutkandidat", "sista två", "jämnt mellan", "mycket jämnt", "i slutomgången", "finalist"]),
    ("sv", PositionGone, &["tillsatts internt", "tillsätta * internt", "tillsatt internt", "intern kandidat", "intern sökande", "rekryteringen har avbrutits", "rekryteringen är avbruten", "avbryta rekryteringen", "avbrutit rekryteringen", "pausa rekryteringen", "pausat rekryteringen", "tjänsten har dragits in", "anställningsstopp", "inte tillsätta"]),
    ("sv", KeptOnFile, &["spara din", "spara ditt", "spara dina", "sparar din", "sparar ditt", "sparar dina", "i vår databas", "i vår kandidatbank", "i vår talangpool"]),

    ("da", Agency, &["vores kunde", "vores klient", "min kunde", "kunden har"]),
    ("da", FeedbackOffered, &["gerne * feedback", "gerne * tilbagemelding", "hvis du ønsker * feedback", "hvis du vil have * feedback", "tilbyde * feedback", "velkommen til at ringe", "velkommen til at kontakte * feedback", "gerne * uddybe"]),
    ("da", OtherRole, &["en anden stilling, som", "en anden stilling, der", "en anden stilling hos", "en anden rolle hos", "interesseret i en anden", "tilbyde dig en anden", "foreslå en anden"]),
    ("da", RunnerUp, &["andetvalg", "nummer to", "de sidste to", "tæt løb", "tæt opløb", "en af finalisterne", "finalist"]),
    ("da", PositionGone, &["besat internt", "besætte * internt", "intern kandidat", "intern ansøger", "stillingen er annulleret", "stillingen er blevet annulleret", "stillingen er nedlagt", "stillingen er trukket tilbage", "ansættelsesstop", "sat i bero", "sat på pause", "ikke at besætte", "ikke genbesætte"]),
    ("da", KeptOnFile, &["gemme din", "gemme dine", "gemmer din", "gemmer dine", "beholde din", "i vores database", "i vores kandidatbank", "i vores emnebank"]),

    ("nb", Agency, &["vår kunde", "kunden vår", "oppdragsgiveren vår", "vår oppdragsgiver", "oppdragsgiver har", "kunden har"]),
    ("nb", FeedbackOffered, &["gjerne * tilbakemelding", "hvis du ønsker * tilbakemelding", "om du ønsker * tilbakemelding", "tilby * tilbakemelding", "gjerne * utdype", "ønsker du tilbakemelding", "ønsker du en tilbakemelding"]),
    ("nb", OtherRole, &["en annen stilling som", "en annen rolle som", "en annen stilling hos", "en annen rolle hos", "interessert i en annen", "tilby deg en annen", "foreslå en annen"]),
    ("nb", RunnerUp, &["andrevalg", "nummer to", "de to siste", "de siste to", "svært jevnt", "jevnt løp", "finalist"]),
    ("nb", PositionGone, &["besatt internt", "besette * internt", "intern kandidat", "intern søker", "stillingen er trukket", "stillingen har blitt trukket", "stillingen er kansellert", "ansettelsesstopp", "satt på vent", "rekrutteringen er stanset", "rekrutteringen er avbrutt", "ikke å besette", "ikke besette"]),
    ("nb", KeptOnFile, &["beholde søknaden", "beholder søknaden", "beholde cv", "lagre søknaden", "lagrer søknaden", "ta vare på søknaden", "tar vare på søknaden", "ta vare på cv", "i vår database", "i vår kandidatbase", "i kandidatbasen"]),

    ("ja", Agency, &["求人企業", "ご紹介した企業", "ご紹介しました企業", "ご紹介先", "応募先企業様", "企業様より", "企業様から", "先方企業", "クライアント企業", "クライアント様"]),
    ("ja", FeedbackOffered, &["フィードバックをご希望", "フィードバックをお伝え", "フィードバックさせて", "フィードバックをさせて", "ご希望でしたら * フィードバック", "ご希望の場合 * フィードバック", "ご希望でしたら、選考"]),
    ("ja", OtherRole, &["別の職種", "別のポジション", "他のポジション", "別の求人", "他の職種で", "別ポジション"]),
    ("ja", RunnerUp, &["最終候補", "最後まで悩", "最後まで検討", "僅差", "次点", "大変悩み", "大変悩んだ"]),
    ("ja", PositionGone, &["募集を中止", "採用を中止", "募集を見合わせ", "採用を見合わせ", "募集を取りやめ", "採用を取りやめ", "採用を凍結", "社内で充足", "社内から登用", "社内異動", "充足いたしました", "ポジションがなくな"]),
    ("ja", KeptOnFile, &["履歴書を保管", "応募書類を保管", "情報を保管", "データベースに登録", "タレントプール", "改めてご連絡させて", "機会がございましたら、改めてご連絡"]),
];

/// What says that a phrase is not so, when it stands within or just before it.
/// An employer who asks for feedback offers none.
#[rustfmt::skip]
pub(super) const NOT: &[(&str, &[&str])] = &[
    ("en", &["unable", "cannot", "can not", "not able", "not possible", "will not be able", "not in a position", "do not", "your feedback", "survey", "questionnaire", "do not keep", "will not keep", "no other"]),
    ("de", &["nicht möglich", "leider kein", "kein individuelles", "keine individuelle", "nicht in der lage", "können wir * nicht", "können wir * kein", "ihr feedback", "dein feedback", "umfrage", "uns feedback", "uns ein feedback", "uns gern"]),
    ("fr", &["ne pouvons", "ne sommes pas", "impossible", "votre retour", "ton retour", "enquête", "questionnaire", "malheureusement pas", "ne serons pas"]),
    ("es", &["no podemos", "no nos es posible", "no es posible", "sus comentarios", "tus comentarios", "su feedback", "tu feedback", "encuesta", "no podremos", "no guardaremos", "no conservaremos"]),
    ("it", &["non possiamo", "non siamo", "non è possibile", "suo feedback", "tuo feedback", "sondaggio", "questionario", "non potremo", "non conserveremo"]),
    ("nl", &["niet mogelijk", "kunnen wij * geen", "kunnen we * geen", "geen individuele", "uw feedback", "jouw feedback", "enquête", "helaas geen", "niet bewaren"]),
    ("pt", &["não podemos", "não conseguimos", "não é possível", "não nos é possível", "seu feedback", "inquérito", "pesquisa", "questionário"]),
    ("pl", &["nie możemy", "nie jesteśmy", "nie mamy możliwości", "twoją opini", "państwa opini", "ankiet", "niestety nie"]),
    ("sv", &["inte möjlighet", "kan inte", "tyvärr inte", "kan vi inte", "din återkoppling", "din feedback", "enkät", "inte spara"]),
    ("da", &["ikke mulighed", "kan ikke", "desværre ikke", "kan vi ikke", "din feedback", "din tilbagemelding", "undersøgelse", "ikke gemme"]),
    ("nb", &["ikke mulighet", "kan ikke", "dessverre ikke", "kan vi ikke", "din tilbakemelding", "tilbakemeldingen din", "undersøkelse", "ikke lagre"]),
    ("ja", &["できません", "できかね", "いたしかね", "しかねます", "お答えでき", "アンケート"]),
];
