//! Plain wording and the verdict it must lead to: one line a mail, in the words
//! that people and their software use. A new phrase gets its line here.

use super::{Phrasebook, Verdict, classify};
use crate::mail::{Body, Message, Segment, SegmentKind};

fn mail(subject: &str, text: &str) -> Message {
    Message {
        subject: subject.to_owned(),
        body: Body {
            text: text.to_owned(),
            segments: vec![Segment {
                kind: SegmentKind::Own,
                range: 0..text.len(),
            }],
        },
        ..Message::default()
    }
}

fn check(rows: &[(&str, &str)], wanted: Verdict) {
    let book = Phrasebook::embedded();
    let mut wrong = Vec::new();
    for (subject, text) in rows {
        let judgement = classify(&book, &mail(subject, text), None);
        let fits = match wanted {
            Verdict::Rejection => judgement.verdict == Verdict::Rejection,
            // What must never be drafted to may still be shown as unsure.
            Verdict::Unsure | Verdict::Other => judgement.verdict != Verdict::Rejection,
        };
        if !fits {
            let found: Vec<_> = judgement
                .evidence
                .iter()
                .map(|e| format!("{} {} {:?}", e.kind, e.phrase, e.cancelled))
                .collect();
            wrong.push(format!("{text}\n    {:?} {found:#?}", judgement.reasons));
        }
    }
    assert!(wrong.is_empty(), "not {wanted:?}:\n{}", wrong.join("\n"));
}

#[test]
fn rejections_in_english() {
    check(
        &[
            (
                "Your application",
                "Thank you for applying. Unfortunately we won’t be moving forward with your application.",
            ),
            (
                "Update",
                "Thanks for your interest in the role. We've decided to pursue other candidates at this time.",
            ),
            (
                "Application",
                "We regret to inform you that your application has not been successful on this occasion.",
            ),
            (
                "Interview",
                "Thank you for interviewing with us. We have chosen to go with another candidate.",
            ),
            (
                "Re: Interview",
                "It was lovely to meet you. I'm afraid we've offered the role to someone else.",
            ),
            (
                "Analyst",
                "After careful review, you were not selected for the Analyst position.",
            ),
            (
                "Your application for Driver",
                "You have not been shortlisted for interview for this post.",
            ),
            (
                "Job",
                "Thank you for your application. The position has now been filled.",
            ),
            (
                "Application status",
                "We are unable to offer you a position at this time. We'll keep your CV on file.",
            ),
            (
                "Hello",
                "We decided not to progress your application to the next stage of our recruitment process.",
            ),
            (
                "Your CV",
                "We reviewed your CV but do not feel you are the right fit for this role at present.",
            ),
            (
                "Engineer",
                "We received many applications and, while your background is impressive, we are moving ahead with candidates whose experience more closely matches the role.",
            ),
            (
                "Feedback",
                "The hiring manager has decided to go in a different direction for this role.",
            ),
            (
                "Your candidacy",
                "Your candidacy will not be moving forward.",
            ),
            (
                "Application",
                "We have reviewed your resume and have elected not to continue with your application.",
            ),
            (
                "Application",
                "Sadly, on this occasion, your application was unsuccessful. The standard of applicants was very high.",
            ),
            (
                "Outcome",
                "Following your interview, I am writing to let you know that you have been unsuccessful.",
            ),
            (
                "Role",
                "You did not make it to the next round of interviews for the Analyst role.",
            ),
            (
                "Application",
                "Unfortunately we will not be inviting you to interview for this vacancy.",
            ),
            (
                "Application",
                "We will not be extending an offer following your final interview.",
            ),
            (
                "News",
                "We will not be taking your application any further. Best of luck with your job search.",
            ),
            (
                "News",
                "The team has decided to hire another candidate for the role, who has more relevant experience.",
            ),
            (
                "Your application",
                "We do not have a position that matches your profile, and your application is no longer under consideration.",
            ),
            (
                "Thank you",
                "Thanks for applying to Acme. We’re not able to offer you a job right now.",
            ),
            (
                "Thank you",
                "Thank you for applying. At this time we have chosen other candidates who more closely fit our needs.",
            ),
            (
                "Application",
                "I'm sorry to tell you that we have appointed an internal candidate to the post you applied for.",
            ),
            (
                "Application",
                "This role has been cancelled, so we won't be proceeding with your application.",
            ),
            (
                "Application",
                "We carefully considered your application and are sorry to say it was not shortlisted for interview.",
            ),
            (
                "Application",
                "If you have any questions, please ask. We have decided not to move forward with your application.",
            ),
            (
                "Application",
                "While we were impressed, we have decided to proceed with applicants whose qualifications better meet our needs.",
            ),
            (
                "Application",
                "We don't have a role for you at this time and will not be pursuing your application further.",
            ),
            (
                "Application",
                "Your application did not progress to the next stage. We received over 300 applications for this role.",
            ),
            (
                "Application",
                "After much deliberation, the panel selected a different candidate for the position.",
            ),
            (
                "Your recent interview",
                "We loved meeting you, but we have made an offer to another candidate.",
            ),
            (
                "Your application",
                "Your skills do not match our current requirements, therefore we cannot consider your application.",
            ),
            (
                "Application",
                "We are writing to inform you that you haven't been selected to proceed in the recruitment process.",
            ),
        ],
        Verdict::Rejection,
    );
}

#[test]
fn other_mail_in_english() {
    check(
        &[
            (
                "Received",
                "Thank you for applying. If you are not selected for this position, we will keep your resume on file.",
            ),
            (
                "Received",
                "Thank you for your application. Only shortlisted candidates will be contacted.",
            ),
            (
                "Received",
                "Should we decide not to move forward with your application, we will let you know.",
            ),
            (
                "Received",
                "We will review your application. You will hear from us whether or not you have been selected for interview.",
            ),
            (
                "Status",
                "We are still reviewing applications and interviewing other candidates for the role; no decision has been made yet.",
            ),
            (
                "Status",
                "The hiring manager is away, so we are unable to proceed with your application until Monday.",
            ),
            (
                "Status",
                "This does not mean that your application has been rejected. Please bear with us.",
            ),
            (
                "Status",
                "The role has been put on hold, but your application remains under consideration.",
            ),
            (
                "Documents",
                "Unfortunately we cannot proceed with your application until you upload your certificates.",
            ),
            (
                "Offer",
                "We are delighted to offer you the position of Analyst. Unfortunately we can't match the salary; the other candidates were not selected.",
            ),
            (
                "Offer",
                "Congratulations! We have decided not to proceed with other candidates, the job is yours.",
            ),
            (
                "Offer",
                "We chose you over another candidate. Your contract follows.",
            ),
            (
                "Interview",
                "We would like to invite you to an interview. The other applicants were not shortlisted.",
            ),
            (
                "Interview",
                "Unfortunately we have to cancel your interview on Monday and will send you a new date.",
            ),
            (
                "Interview",
                "We regret to inform you that your interview has been moved to Friday.",
            ),
            (
                "Withdrawn",
                "This confirms that you have withdrawn your application. You will no longer be considered for this position.",
            ),
            (
                "Re: Withdrawal",
                "We are sorry that you have decided not to proceed with your application and wish you well.",
            ),
            (
                "Re: Offer",
                "We understand you have declined our offer. We will now proceed with other candidates for the role.",
            ),
            (
                "Loan",
                "Your loan application was unsuccessful. We are unable to proceed with your application.",
            ),
            (
                "Visa",
                "Your visa application has been rejected. You may apply again.",
            ),
            (
                "Paper",
                "We regret that your paper was not selected for the conference. The reviewers' comments are below.",
            ),
            (
                "Flat",
                "Thank you for the viewing. The landlord has chosen another applicant for the flat; your tenancy application was not successful.",
            ),
            (
                "Grant",
                "The foundation received many applications and decided not to fund your proposal; your grant application was unsuccessful.",
            ),
            (
                "MSc",
                "We are unable to offer you a place on the MSc programme. Your application was not successful.",
            ),
            (
                "Order",
                "Unfortunately your order has been cancelled and will not be proceeding.",
            ),
            (
                "PR",
                "We decided not to move forward with this pull request; another approach was selected.",
            ),
            (
                "Roof",
                "We've decided to go with another contractor for the job. Thanks for your quote.",
            ),
            (
                "Club",
                "At the meeting we decided not to proceed with the new clubhouse. Candidates for the position of treasurer are wanted.",
            ),
            (
                "Election",
                "You were not selected for the role of treasurer; another candidate was elected by the committee.",
            ),
            ("Team", "You were not selected for the squad this time."),
            (
                "Jobs for you",
                "New jobs for you: Analyst. A job you saved has closed: the position has been filled.",
            ),
            (
                "Tips",
                "How to answer: \"We have decided to move forward with other candidates.\" Keep your application short.",
            ),
            (
                "Coaching",
                "Sorry to hear that you were not selected for the role. Let's talk in our next coaching session.",
            ),
            (
                "Opportunity",
                "I came across your profile. The role I wrote about has been filled, but I have a similar position. Are you interested?",
            ),
            (
                "Product",
                "After careful consideration we have decided to discontinue the app and will not be moving forward with new features.",
            ),
            (
                "Out of office",
                "I am out of the office until Monday. Unfortunately I cannot respond to your application.",
            ),
            (
                "Oops",
                "Please disregard our previous email: it said that you were not selected for the role, but it was sent in error.",
            ),
            (
                "Question",
                "Has the position been filled? Have you been told that your application was rejected?",
            ),
            (
                "Lunch",
                "Unfortunately I can't make it on Friday. Good luck with the job search!",
            ),
            (
                "Test",
                "Please complete the test by Sunday. Otherwise your application will not be considered further.",
            ),
            (
                "Refund",
                "We are not able to proceed with your refund application for this order.",
            ),
            (
                "Feedback",
                "Happy to give feedback: your answers were good, but other candidates gave more examples in the interview.",
            ),
            (
                "Account",
                "Your application for a credit card has been declined.",
            ),
        ],
        Verdict::Other,
    );
}

#[test]
fn rejections_in_german() {
    check(
        &[
            (
                "Ihre Bewerbung",
                "Leider müssen wir Ihnen mitteilen, dass wir uns für einen anderen Bewerber entschieden haben.",
            ),
            (
                "Ihre Bewerbung",
                "Nach sorgfältiger Prüfung konnten wir Ihre Bewerbung leider nicht berücksichtigen.",
            ),
            (
                "Bewerbung",
                "Vielen Dank für deine Bewerbung. Leider sagen wir dir heute ab.",
            ),
            (
                "Deine Bewerbung",
                "Wir haben uns entschieden, den Prozess mit anderen Kandidat:innen fortzusetzen.",
            ),
            (
                "Bewerbung",
                "Wir bedauern, Ihnen keine positive Rückmeldung zu Ihrer Bewerbung geben zu können.",
            ),
            (
                "Absage",
                "Ihre Bewerbung ist leider nicht in die engere Auswahl gekommen.",
            ),
            (
                "Ihre Bewerbung",
                "Wir können Ihnen die ausgeschriebene Stelle leider nicht anbieten.",
            ),
            (
                "Ihre Bewerbung",
                "Die Stelle wurde inzwischen anderweitig besetzt. Wir wünschen Ihnen alles Gute.",
            ),
            (
                "Deine Bewerbung",
                "Leider können wir dich im weiteren Auswahlverfahren nicht berücksichtigen.",
            ),
            (
                "Ihre Bewerbung",
                "Wir haben uns für Bewerber*innen entschieden, deren Profil besser zu uns passt. Daher müssen wir Ihnen leider absagen.",
            ),
            (
                "Bewerbung als Koch",
                "Leider ist unsere Wahl nicht auf Sie gefallen.",
            ),
            ("Bewerbung", "Ihre Bewerbung war leider nicht erfolgreich."),
            (
                "Ihr Gespräch",
                "Nach dem Vorstellungsgespräch haben wir uns leider gegen eine Zusammenarbeit entschieden.",
            ),
            (
                "Deine Bewerbung",
                "Leider hat es diesmal nicht geklappt: Wir haben die Stelle mit jemand anderem besetzt.",
            ),
            (
                "Ihre Bewerbung",
                "Andere Bewerberinnen haben unsere Anforderungen noch besser erfüllt, sodass wir Sie nicht zu einem Gespräch einladen können.",
            ),
            (
                "Ihre Bewerbung",
                "Wir haben uns nicht für Sie entschieden. Das ist keine Wertung Ihrer Qualifikation.",
            ),
            (
                "Ihre Bewerbung",
                "Leider entspricht Ihr Profil nicht unseren Anforderungen für diese Stelle, Ihre Bewerbung können wir nicht weiterverfolgen.",
            ),
            (
                "Ihre Bewerbung",
                "Leider haben wir derzeit keine passende Position, die wir Ihnen anbieten können.",
            ),
        ],
        Verdict::Rejection,
    );
}

#[test]
fn other_mail_in_german() {
    check(
        &[
            (
                "Eingang",
                "Ihre Bewerbung ist eingegangen. Sollten wir uns für andere Bewerber entscheiden, erhalten Sie eine Nachricht.",
            ),
            (
                "Einladung",
                "Wir laden Sie herzlich zu einem Vorstellungsgespräch ein. Leider ist am Montag kein Termin mehr frei.",
            ),
            (
                "Zusage",
                "Wir haben uns für Sie entschieden und den anderen Bewerbern abgesagt.",
            ),
            (
                "Zwischenstand",
                "Leider können wir Ihnen noch keine endgültige Rückmeldung zu Ihrer Bewerbung geben.",
            ),
            (
                "Kredit",
                "Leider müssen wir Ihnen mitteilen, dass wir Ihren Kreditantrag abgelehnt haben.",
            ),
            (
                "Wohnung",
                "Leider haben wir uns für einen anderen Mietinteressenten entschieden. Danke für die Besichtigung.",
            ),
            (
                "Bestellung",
                "Leider müssen wir Ihre Bestellung stornieren, der Artikel ist vergriffen.",
            ),
            (
                "Rückzug",
                "Schade, dass Sie Ihre Bewerbung zurückgezogen haben. Wir haben uns nun für eine andere Bewerberin entschieden.",
            ),
            (
                "Verein",
                "Der Vorstand hat sich für einen anderen Kandidaten als Kassenwart entschieden.",
            ),
            (
                "Kita",
                "Leider können wir Ihrem Kind keinen Kitaplatz anbieten; die Plätze sind vergeben.",
            ),
            (
                "Test",
                "Bitte machen Sie den Test bis Sonntag, danach können wir Ihre Bewerbung nicht mehr berücksichtigen.",
            ),
            (
                "Termin",
                "Leider muss ich unser Gespräch am Montag absagen. Passt es Ihnen am Dienstag?",
            ),
        ],
        Verdict::Other,
    );
}

#[test]
fn more_rejections_in_english() {
    check(
        &[
            (
                "Update",
                "We are sorry to inform you that you have not been selected for this position.",
            ),
            (
                "Update",
                "Thank you for your interest in Acme. We have filled the position with another candidate.",
            ),
            (
                "Update",
                "Unfortunately, we have decided to move in another direction with this search.",
            ),
            (
                "Update",
                "After careful consideration we will not be progressing with your application on this occasion.",
            ),
            (
                "Update",
                "Unfortunately, your application has not been shortlisted on this occasion.",
            ),
            (
                "Update",
                "I regret to advise that your application for the post of Administrator was not successful.",
            ),
            (
                "Update",
                "We've reviewed your application and decided it isn't a match for what we're looking for right now.",
            ),
            (
                "Update",
                "Although your skills are impressive, we don't see a fit for this role at the moment.",
            ),
            (
                "Update",
                "While we appreciate your interest, we are going to be moving forward with other applicants.",
            ),
            (
                "Update",
                "We won't be moving you forward in the process for the Data Analyst position.",
            ),
            ("Update", "We have decided to close your application."),
            (
                "Update",
                "You have not been selected to continue in the hiring process.",
            ),
            ("Update", "We will be moving on with other candidates."),
            (
                "Update",
                "We have made the decision not to move forward with you for this role.",
            ),
            (
                "Update",
                "We had to make some tough choices and will not be able to invite you for an interview.",
            ),
            (
                "Update",
                "We feel that there are other candidates who are a better match for this role.",
            ),
            (
                "Update",
                "We have selected a candidate who more closely matches the requirements of the position.",
            ),
            ("Update", "Another applicant was selected for this role."),
            (
                "Update",
                "We've gone with a candidate that has more experience in sales. Thanks again for interviewing.",
            ),
            (
                "Update",
                "I am sorry to let you know that we've decided to move on with other candidates.",
            ),
            (
                "Update",
                "Your qualifications, while strong, do not meet our needs for this position at this time.",
            ),
            (
                "Update",
                "Unfortunately we are unable to take your application further at this time.",
            ),
            (
                "Update",
                "We are unable to progress your application any further.",
            ),
            (
                "Update",
                "Your application was carefully considered, but unfortunately has been unsuccessful.",
            ),
            (
                "Update",
                "Unfortunately you have been unsuccessful in securing an interview.",
            ),
            ("Update", "Regrettably, you were unsuccessful at interview."),
            (
                "Update",
                "We've decided not to take things further on this occasion. Thank you for the interview.",
            ),
            ("Update", "We won't be continuing with your candidacy."),
            (
                "Update",
                "We have concluded our search and have hired another candidate for the job.",
            ),
            (
                "Update",
                "We are no longer considering candidates for this position.",
            ),
            (
                "Update",
                "The job you applied for has been closed. We hope you apply for other roles.",
            ),
            (
                "Update",
                "We are not able to offer you employment at this time.",
            ),
            (
                "Update",
                "At this point, we are not going to move forward with your candidacy.",
            ),
            (
                "Update",
                "Thank you for your time. We're going to move forward with another candidate who has more startup experience.",
            ),
            ("Update", "We have decided not to extend you an offer."),
            (
                "Update",
                "Your application hasn't been successful this time.",
            ),
            ("Update", "Your CV was not selected for further review."),
            (
                "Update",
                "We chose to advance with other candidates for the interview stage.",
            ),
            ("Update", "We'll not be taking forward your application."),
            (
                "Update",
                "Unfortunately, you did not meet the minimum requirements for this position.",
            ),
            (
                "Update",
                "We have chosen to move forward with a candidate whose experience better fits the role.",
            ),
            ("Update", "We opted for another candidate for the job."),
            (
                "Update",
                "We are proceeding with other candidates in the interview process.",
            ),
            (
                "Update",
                "I'm sorry but the role has gone to another candidate.",
            ),
            (
                "Update",
                "The panel have decided not to recommend you for appointment to the post.",
            ),
            (
                "Update",
                "We felt other candidates had stronger experience, so we will not be inviting you for an interview.",
            ),
            (
                "Update",
                "The vacancy has been filled. Thank you for applying.",
            ),
            (
                "Update",
                "Thanks for your application. We are not hiring for this role anymore.",
            ),
            (
                "Update",
                "We have decided to focus on candidates with more experience in logistics for this role.",
            ),
            (
                "Update",
                "Your application will not proceed to the next stage of the recruitment process.",
            ),
            (
                "Update",
                "We have now completed our shortlisting and unfortunately you have not been selected.",
            ),
            (
                "Update",
                "We're sorry we can't offer you a role at this time, but would love to stay in touch.",
            ),
            (
                "Update",
                "After the interview, the team felt that your experience wasn't the right match for this position.",
            ),
            ("Update", "Your profile was not retained for this position."),
            ("Update", "Your candidature has not been retained."),
            (
                "Update",
                "We decided to pass on your application at this time.",
            ),
            (
                "Update",
                "We regret that we cannot offer you the position you applied for.",
            ),
            ("Update", "We cannot offer you an interview at this time."),
            (
                "Update",
                "Unfortunately we don't have any suitable openings for you at this time, thank you for your application.",
            ),
            ("Update", "We have given the job to another person."),
            (
                "Update",
                "Thank you for completing the assessment. Unfortunately, you did not pass and we will not be moving to the next stage of your application.",
            ),
        ],
        Verdict::Rejection,
    );
}

#[test]
fn more_rejections_in_german() {
    check(
        &[
            (
                "Update",
                "Leider müssen wir dir mitteilen, dass wir dich für die Stelle nicht berücksichtigen können.",
            ),
            (
                "Update",
                "Wir haben uns dazu entschlossen, deine Bewerbung nicht weiter zu verfolgen.",
            ),
            (
                "Update",
                "Im Auswahlprozess haben sich andere Kandidatinnen und Kandidaten durchgesetzt.",
            ),
            (
                "Update",
                "Ihre Bewerbung konnte leider nicht berücksichtigt werden.",
            ),
            (
                "Update",
                "Wir müssen Ihnen leider eine Absage erteilen. Vielen Dank für Ihre Bewerbung.",
            ),
            (
                "Update",
                "Leider können wir Ihnen keine positive Nachricht zu Ihrer Bewerbung übermitteln.",
            ),
            (
                "Update",
                "Wir haben uns nach intensiver Beratung für eine andere Person entschieden, die schon mehr Erfahrung in dieser Position hat.",
            ),
            (
                "Update",
                "Leider passt dein Profil nicht zu der ausgeschriebenen Stelle.",
            ),
            (
                "Update",
                "Wir werden deine Bewerbung nicht weiter berücksichtigen.",
            ),
            (
                "Update",
                "Leider konnten wir Sie bei der Besetzung der Stelle nicht berücksichtigen.",
            ),
            (
                "Update",
                "Wir möchten Ihre Bewerbung nicht weiter verfolgen.",
            ),
            (
                "Update",
                "Leider müssen wir Ihnen für die Position als Koch absagen.",
            ),
            (
                "Update",
                "Die Entscheidung ist auf eine andere Bewerberin gefallen. Wir danken für das Vorstellungsgespräch.",
            ),
            (
                "Update",
                "Wir haben uns für einen Mitbewerber entschieden. Danke für Ihre Bewerbung.",
            ),
            (
                "Update",
                "Wir können dir für diese Position leider kein Angebot machen.",
            ),
            (
                "Update",
                "Leider werden wir Ihre Bewerbung im weiteren Verfahren nicht berücksichtigen.",
            ),
            ("Update", "Ihre Bewerbung wurde leider abgelehnt."),
            (
                "Update",
                "Wir haben uns entschieden, im Bewerbungsprozess nicht mit dir weiterzugehen.",
            ),
            (
                "Update",
                "Aufgrund der hohen Anzahl an Bewerbungen konnten wir dich leider nicht in die nächste Runde mitnehmen.",
            ),
            (
                "Update",
                "Leider sind Sie nicht in der engeren Auswahl. Ihre Bewerbungsunterlagen senden wir zurück.",
            ),
            ("Update", "Wir haben uns gegen deine Bewerbung entschieden."),
            (
                "Update",
                "Für die Stelle haben wir inzwischen eine andere Kandidatin gefunden.",
            ),
            (
                "Update",
                "Die Position ist bereits vergeben. Danke für Ihre Bewerbung.",
            ),
            (
                "Update",
                "Leider hat deine Bewerbung uns diesmal nicht überzeugt.",
            ),
            (
                "Update",
                "Wir bedauern, Ihnen mitteilen zu müssen, dass Ihre Bewerbung keinen Erfolg hatte.",
            ),
            (
                "Update",
                "Wir konnten Ihre Bewerbung nicht in die engere Wahl ziehen.",
            ),
            (
                "Update",
                "Es tut uns leid, dass wir Ihnen keinen günstigeren Bescheid zu Ihrer Bewerbung geben können.",
            ),
            (
                "Update",
                "Leider können wir Ihnen keine Stelle in unserem Hause anbieten.",
            ),
            (
                "Update",
                "Andere Bewerbungen entsprachen unserem Anforderungsprofil mehr, daher müssen wir Ihnen leider absagen.",
            ),
            (
                "Update",
                "Leider haben wir keine guten Nachrichten für dich: Wir gehen mit anderen Kandidaten in die nächste Runde deiner Bewerbung.",
            ),
        ],
        Verdict::Rejection,
    );
}

#[test]
fn more_other_mail_in_english() {
    check(
        &[
            (
                "Update",
                "We have shortlisted five candidates, and you are one of them. The other applicants have been told that they were not selected.",
            ),
            (
                "Update",
                "Quick update: the role you applied for is still open and we have not made a decision. Sorry that it takes so long.",
            ),
            (
                "Update",
                "Unfortunately we have not been able to reach a decision this week, since the panel could not meet. Your application has not been rejected.",
            ),
            (
                "Update",
                "Thanks for your patience. We had hoped to move forward this week, but the budget for the position has not been approved yet.",
            ),
            (
                "Update",
                "Unfortunately, we could not reach you by phone for the interview. Please call us back.",
            ),
            (
                "Update",
                "Unfortunately the first candidate declined, so we would like to speak with you about the role again.",
            ),
            (
                "Update",
                "Your application has been viewed by the employer. 120 people applied to this job.",
            ),
            (
                "Update",
                "Your application was sent to Acme. While you wait, apply for similar jobs.",
            ),
            (
                "Update",
                "The hiring manager has viewed your profile. This position was not filled yet.",
            ),
            (
                "Update",
                "We are not able to share the salary range of the position at this stage.",
            ),
            (
                "Update",
                "Unfortunately, the role is not remote. Would you still like to go ahead with your application?",
            ),
            (
                "Update",
                "Unfortunately we do not sponsor visas. Can you confirm that you have the right to work for this position?",
            ),
            (
                "Update",
                "Please note that this vacancy may be filled before the closing date. Thank you for your application.",
            ),
            (
                "Update",
                "You have not completed your application. If you do not submit it by Friday it will be closed.",
            ),
            (
                "Update",
                "Your application is incomplete: unfortunately your CV could not be read. Please upload it again, otherwise we are unable to consider your application.",
            ),
            (
                "Update",
                "We are unable to process your application because a document is missing. Please send your certificate.",
            ),
            (
                "Update",
                "Your profile has been matched with 5 jobs. The position at Acme has been filled.",
            ),
            (
                "Update",
                "This job is closed. Jobs you applied to on our site are kept for one year.",
            ),
            (
                "Update",
                "Weekly digest: three roles were filled, and one is on hold. Candidates can apply until June.",
            ),
            (
                "Update",
                "Hi, did you hear back about the job? I was not selected for mine, so sad.",
            ),
            (
                "Update",
                "I'm sorry, I can't come on Saturday, I have a job interview. Another time!",
            ),
            (
                "Update",
                "The council decided not to proceed with the application of the supermarket for a new car park.",
            ),
            (
                "Update",
                "Your planning application has been refused. You may appeal within six months.",
            ),
            (
                "Update",
                "Your app was rejected: your application does not meet the guidelines of the store.",
            ),
            (
                "Update",
                "Your request to join the group was declined by the moderator.",
            ),
            (
                "Update",
                "We regret to inform you that the position of the sofa in our catalogue was wrong. The item was recalled.",
            ),
            (
                "Update",
                "Our team has selected a different supplier. Thank you for the offer, we regret that yours was not successful.",
            ),
            ("Update", "Your expense claim was rejected by your manager."),
            (
                "Update",
                "Your bid was not successful. Another buyer won the auction.",
            ),
            (
                "Update",
                "Thank you for taking part in the draw. Unfortunately you were not selected this time.",
            ),
            (
                "Update",
                "Jury service: you have not been selected for the trial and may go home.",
            ),
            (
                "Update",
                "Your child was not selected for the part of Hamlet; another pupil has been chosen for the role.",
            ),
            (
                "Update",
                "We have decided to go with another candidate for the band's singer position, sorry! Let me know if you want to come to the gig.",
            ),
            (
                "Update",
                "The board has chosen another candidate as chair of the club. Thanks to all members who voted.",
            ),
            (
                "Update",
                "Unfortunately our candidate did not win the election. We need volunteers for the next round.",
            ),
            (
                "Update",
                "Your ticket has been closed. Unfortunately we could not reproduce the problem in your application.",
            ),
            (
                "Update",
                "Deployment failed: the application did not pass the health check and will not be promoted to the next stage.",
            ),
            (
                "Update",
                "The role \"admin\" was not selected for your account. Your application token has expired.",
            ),
            (
                "Update",
                "We will not be moving forward with the merger. Staff will be informed of open positions.",
            ),
            (
                "Update",
                "As of May we are no longer hiring contractors. Your position is not affected.",
            ),
            (
                "Update",
                "We regret to inform you that your position will be made redundant at the end of June.",
            ),
            (
                "Update",
                "I am writing to let you know that we've decided to terminate your employment during the probation period.",
            ),
            (
                "Update",
                "Your subscription could not be renewed, since your card was declined.",
            ),
            (
                "Update",
                "You were not selected for an upgrade. Enjoy your flight.",
            ),
            (
                "Update",
                "Thank you for applying for the apartment. Unfortunately the owner decided to go with another applicant.",
            ),
            (
                "Update",
                "Thank you for your application to our allotment association. Unfortunately all places are taken.",
            ),
            (
                "Update",
                "Your abstract has not been accepted for an oral presentation.",
            ),
            (
                "Update",
                "We received many applications for the scholarship and regret that you were not selected.",
            ),
            (
                "Update",
                "Thank you for applying to the accelerator. We have decided not to move forward with your startup.",
            ),
            (
                "Update",
                "Thank you for pitching. After careful consideration, we've decided not to invest at this time and will pass.",
            ),
            (
                "Update",
                "Dear supplier, your application to become a vendor was not successful.",
            ),
            (
                "Update",
                "Your application for membership has been declined by the committee.",
            ),
            (
                "Update",
                "Thank you for applying to volunteer at the festival. All volunteer positions have been filled.",
            ),
            (
                "Update",
                "I had a great interview yesterday, but they told me that they went with another candidate.",
            ),
            (
                "Update",
                "My application was rejected again. They've decided to move forward with other candidates. Can we talk?",
            ),
            (
                "Update",
                "Reminder: your interview is tomorrow. Unfortunately parking is limited. Other candidates will be there as well.",
            ),
            (
                "Update",
                "Your interview feedback form: tell us why you decided not to move forward with the position.",
            ),
            (
                "Update",
                "You told us that you are not interested in the position any more, so we have closed your application.",
            ),
            (
                "Update",
                "As requested, we have withdrawn your application. The other candidates will be interviewed next week.",
            ),
            (
                "Update",
                "We're sorry you won't be joining us, and thank you for letting us know that you accepted another position.",
            ),
            (
                "Update",
                "Your application for Data Engineer: status changed to \"In review\". Other candidates may have been moved forward already.",
            ),
            (
                "Update",
                "We wanted to let you know that we're still working through applications. If you don't hear from us by the end of the month, please assume you were not selected.",
            ),
            (
                "Update",
                "It's taking us longer than we hoped. You have not been unsuccessful; we just have many applicants for the position.",
            ),
            (
                "Update",
                "The recruiter has decided to move forward with your application.",
            ),
            (
                "Update",
                "Your application has been moved to the next stage. Not all applicants were selected.",
            ),
            (
                "Update",
                "We are moving forward with a smaller group of candidates, and you are part of it.",
            ),
            (
                "Update",
                "We have put your application on hold while we interview other candidates. We will be in touch.",
            ),
            (
                "Update",
                "We're currently moving forward with other candidates, but we would like to keep you in the process as a backup.",
            ),
            (
                "Update",
                "The position is on hold due to budget. We will come back to you when it reopens; your application stays with us.",
            ),
            (
                "Update",
                "Unfortunately the decision has been postponed. We will interview another candidate next week before we decide.",
            ),
            (
                "Update",
                "The job Analyst at Acme has been filled. You are receiving this because you saved the job.",
            ),
            (
                "Update",
                "Jobs matching your search: Head of Rejections. Not selected: 3 jobs hidden because the position has been filled.",
            ),
            (
                "Update",
                "An employer has closed a job on your list. See similar positions and apply today.",
            ),
            (
                "Update",
                "5 jobs you applied to are no longer accepting candidates.",
            ),
            ("Update", "Position filled? Here are 12 new roles for you."),
            (
                "Update",
                "We have decided to offer you the role! We told the other candidates that they were not selected.",
            ),
            (
                "Update",
                "Great news: after careful consideration, we selected you over other candidates for the position.",
            ),
            (
                "Update",
                "We are offering the position to you, since the other candidate has withdrawn.",
            ),
            (
                "Update",
                "You are our choice. Unfortunately we are unable to offer you a permanent contract at this time, but the position is for two years.",
            ),
            (
                "Update",
                "We would be happy to have you on the team, though we are unable to offer you the position at senior level; we propose mid level.",
            ),
            (
                "Update",
                "In this week's lesson you learn what to write when you were not selected for a position.",
            ),
            (
                "Update",
                "When a company says that it has decided to move forward with other candidates, ask for feedback.",
            ),
            (
                "Update",
                "I read your mail about the rejection. If they decided to go with another candidate, it is not your fault. See you in our session on Monday.",
            ),
        ],
        Verdict::Other,
    );
}
