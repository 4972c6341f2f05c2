"""The remedy notice (救济告知), by the law in force on the day the letter bears."""

from datetime import date

from schemas.law.remedies import RemedyLaw, remedy_law_on
from schemas.vocabulary import Remedy


def remedy_notice(act: str, remedy: Remedy, dated: date, body: str, court: str) -> tuple[str, ...]:
    """What the applicant is told about contesting ``act`` (答复, 决定); nothing where there is no remedy to name,
    or none of this kind yet on that day."""
    law = remedy_law_on(dated)
    match remedy:
        case Remedy.EITHER:
            return (_either(f"如对本{act}不服", law, body, court),)
        case Remedy.RECONSIDERATION_FIRST if law.reconsideration_first_article:
            return (_first(f"如对本{act}不服", law, body, court),)
        case Remedy.RECONSIDERATION_FIRST_FOR_WITHHELD if law.reconsideration_first_article:
            withheld = _first(f"如对本{act}中不予公开的部分不服", law, body, court)
            return (withheld, _either(f"如对本{act}的其他内容不服", law, body, court))
        case _:
            return ()


def _either(lead: str, law: RemedyLaw, body: str, court: str) -> str:
    return (
        f"{lead}，可以自收到本文书之日起{law.reconsideration}内向{body}申请行政复议，"
        f"或者自收到本文书之日起{law.suit}内向{court}提起行政诉讼。"
    )


def _first(lead: str, law: RemedyLaw, body: str, court: str) -> str:
    return (
        f"{lead}，根据{law.reconsideration_first_article}的规定，应当自收到本文书之日起{law.reconsideration}内"
        f"先向{body}申请行政复议；对行政复议决定仍不服的，可以自收到行政复议决定书之日起"
        f"{law.suit_after_reconsideration}内向{court}提起行政诉讼；行政复议机关逾期不作决定的，"
        f"可以自行政复议期限届满之日起{law.suit_after_reconsideration}内向该人民法院提起行政诉讼。"
    )
