"""The keys of the feedback of clients, which code compares."""

KIND_PRESENTATION = "presentation"
KIND_GO_LIVE = "go_live"
KIND_SELECTION = [(KIND_PRESENTATION, "Presentation"), (KIND_GO_LIVE, "Start of services")]

STATE_TO_SEND = "to_send"
STATE_SENT = "sent"
STATE_ANSWERED = "answered"
STATE_EXPIRED = "expired"
STATE_NOT_SENT = "not_sent"
STATE_SELECTION = [
    (STATE_TO_SEND, "To be sent"),
    (STATE_SENT, "Sent"),
    (STATE_ANSWERED, "Answered"),
    (STATE_EXPIRED, "Expired"),
    (STATE_NOT_SENT, "Not sent"),
]
# The client was asked.
ASKED = (STATE_SENT, STATE_ANSWERED, STATE_EXPIRED)

ORIGIN_FORM = "form"
ORIGIN_PHONE = "phone"
ORIGIN_SELECTION = [(ORIGIN_FORM, "By the client, on the form"), (ORIGIN_PHONE, "By phone")]

# kind -> xml ids of its form and of its e-mail
FORMS = {
    KIND_PRESENTATION: "digiflow_crm.survey_feedback_presentation",
    KIND_GO_LIVE: "digiflow_crm.survey_feedback_go_live",
}
MAILS = {
    KIND_PRESENTATION: "digiflow_crm.mail_template_feedback_presentation",
    KIND_GO_LIVE: "digiflow_crm.mail_template_feedback_go_live",
}
# The scheduled job that sends what is due
JOB = "digiflow_crm.ir_cron_feedback"
# What inherits digiflow.client.form: whose answers a completed form may hold.
FORM_MODELS = ("digiflow.feedback", "digiflow.satisfaction.answer")
