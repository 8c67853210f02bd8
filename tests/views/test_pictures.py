from __future__ import annotations

from datetime import date

import pytest

from bot.coach.model import Exercise, Session
from bot.coach.session import Stage
from bot.views import ask, habits, pictures, tonight
from bot.views.reply import Picture, Reply, Video
from bot.views.words import Words

WORDS = Reply("words")
LONGEST_CAPTION = 1024


def session(exercise: Exercise, level: int) -> Session:
    return Session(date(2026, 11, 24), exercise, level, sets=1)


def test_the_form_is_a_drawing_and_the_set_a_video_on_every_rung(say: Words) -> None:
    for exercise, plan in say.catalogue.plans.items():
        for rung in plan.rungs:
            tonight = session(exercise, rung.level.number)
            form = pictures.for_stage(say, WORDS, tonight, Stage.FORM).shown
            assert isinstance(form, Picture)
            assert form.alt == say.text(say.catalogue.pictures.stills[form.still].alt)
            video = pictures.for_stage(say, WORDS, tonight, Stage.SET).shown
            assert isinstance(video, Video)
            assert video.level == rung.level


@pytest.mark.parametrize("at", [Stage.HURT, Stage.FEEL, Stage.EFFORT, Stage.PAIN, Stage.DONE])
def test_a_question_of_the_session_has_no_picture(say: Words, at: Stage) -> None:
    assert pictures.for_stage(say, WORDS, session(Exercise.HIP_LIFT, 2), at) == WORDS


def test_a_video_says_how_to_follow_it_by_ear_and_of_two_sides_which_begins(say: Words) -> None:
    both = say.catalogue.pictures
    one_side = pictures.pacing(say, Exercise.HIP_LIFT, 2).alt
    two_sides = pictures.pacing(say, Exercise.LEG_CURL, 2).alt
    assert say.text(both.sound) in one_side
    assert say.text(both.sound) in two_sides
    assert say.text(both.sound_sides) not in one_side
    assert say.text(both.sound_sides) in two_sides


def test_an_answer_and_a_habit_have_the_picture_that_the_content_names(say: Words) -> None:
    item = say.catalogue.faq["stairs"]
    shown = pictures.beside_answer(say, ask.answer(say, item, full=False), item).shown
    assert isinstance(shown, Picture)
    assert shown.still == "stairs"
    plain = say.catalogue.faq["privacy"]
    assert pictures.beside_answer(say, WORDS, plain) == WORDS
    tips = {habit.id: habit for habit in say.catalogue.habits}
    beside = pictures.beside_habit(say, habits.page(say, 0), tips["sit-tall"]).shown
    assert isinstance(beside, Picture)
    assert beside.still == "sitting"
    assert pictures.beside_habit(say, WORDS, tips["short-walk"]) == WORDS


def test_pictures_alone_have_no_words_of_their_own(say: Words) -> None:
    one, other = pictures.alone(say, ("leg-curl-pillow", "standing-leg-curl"))
    assert (one.text, other.text) == ("", "")
    assert isinstance(one.shown, Picture)


def test_tonights_captions_fit_below_the_picture_so_that_one_message_is_enough(say: Words) -> None:
    for exercise, plan in say.catalogue.plans.items():
        for rung in plan.rungs:
            now = session(exercise, rung.level.number)
            reply = pictures.for_stage(say, tonight.stage(say, now, Stage.SET), now, Stage.SET)
            assert reply.shown is not None
            assert len(reply.text) + len(reply.shown.alt) + 10 <= LONGEST_CAPTION
