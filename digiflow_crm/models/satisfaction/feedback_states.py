"""The keys of the feedback of clients, which code compares."""

KIND_PRESENTATION = "presentation"
KIND_SELECTION = [(KIND_PRESENTATION, "Presentation")]

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
FORMS = {KIND_PRESENTATION: "digiflow_crm.survey_feedback_presentation"}
MAILS = {KIND_PRESENTATION: "digiflow_crm.mail_template_feedback_presentation"}
# What inherits digiflow.client.form: whose answers a completed form may hold.
FORM_MODELS = ("digiflow.feedback", "digiflow.satisfaction.answer")
