// The page's own words. They follow the language of the person whose chat is open.
const WORDS = {
  en: {
    people: "Chat as", newPerson: "New person", add: "Add", cancel: "Cancel", name: "First name",
    language: "Language of their Telegram", place: "Place",
    hint: "A chat on this machine only. Nothing leaves it, and no Telegram account is needed.",
    demoTime: "Demo time, opens the clock:", moveClock: "Move the clock", bedtime: "Bedtime",
    goToBedtime: "Go to bedtime", plusHour: "+1 hour", plusDay: "+1 day", plusWeek: "+1 week",
    nextMorning: "Next morning", realTime: "Back to real time",
    clockHint: "Times are those of this device. The bot is told at once: a reminder that has become due arrives right after the jump.",
    isNow: "It is now",
    typing: "typing…", newest: "Newest", menu: "Menu", message: "Message", messages: "Messages", more: "Attach and more", send: "Send",
    photo: "Send a picture", sticker: "Send a sticker", voice: "Send a voice message",
    location: "Share a location…", block: "Block the bot", unblock: "Unblock the bot",
    write: "Message", running: "bot", waiting: "not running",
    notRunning: "The bot is not running: nobody is asking for messages. What you send will wait for it.",
    starting: "The bot is starting. This takes a few seconds.",
    noServer: "The demo has ended. Start it again, then this page goes on.",
    blocked: "You have blocked the bot. Unblock it to write again.",
    empty: "Nothing here yet. Start as everyone does in Telegram:", start: "Start",
    edited: "edited", silent: "without a sound", forwarded: "Forwarded", picture: "Picture", video: "Video",
    document: "File", you: "You", noCommands: "This bot has no commands yet.", copied: "Copied", unread: "new messages",
    opensElsewhere: "opens in a new window",
    ended: "The bot has ended. Its last words are in the terminal. Exit code",
    faults: "The edited words have faults. The bot keeps the old ones until these are mended:",
    faultsOnly: "Its words have faults:",
    renewed: "The bot has the new words. They show from its next message on.",
  },
  ja: {
    people: "だれとして話しますか", newPerson: "人を追加", add: "追加", cancel: "やめる", name: "名前",
    language: "Telegramの表示言語", place: "場所",
    hint: "このパソコンの中だけのチャットです。外には何も送られず、Telegramのアカウントもいりません。",
    demoTime: "デモの時刻（押すと時計を開きます）", moveClock: "時計を進める", bedtime: "寝る時刻",
    goToBedtime: "寝る時刻へ", plusHour: "1時間後", plusDay: "1日後", plusWeek: "1週間後",
    nextMorning: "翌朝へ", realTime: "実際の時刻に戻す",
    clockHint: "時刻はこの端末のものです。進めるとボットにもすぐ伝わり、時刻になったお知らせが届きます。",
    isNow: "デモの時刻：",
    typing: "入力中…", newest: "最新へ", menu: "メニュー", message: "メッセージ", messages: "メッセージ", more: "添付・その他", send: "送信",
    photo: "写真を送る", sticker: "スタンプを送る", voice: "音声を送る",
    location: "位置情報を送る…", block: "ボットをブロック", unblock: "ブロックを解除",
    write: "メッセージ", running: "ボット", waiting: "停止中",
    notRunning: "ボットが動いていません。送ったメッセージは、ボットが動き出すと届きます。",
    starting: "ボットを起動しています。数秒お待ちください。",
    noServer: "デモが終了しました。もう一度起動すると、このページも再開します。",
    blocked: "ボットをブロックしています。解除すると、また送れるようになります。",
    empty: "まだ何もありません。Telegramと同じように始めましょう。", start: "開始",
    edited: "編集済み", silent: "通知音なし", forwarded: "転送", picture: "写真", video: "動画",
    document: "ファイル", you: "あなた", noCommands: "メニューはまだありません。", copied: "コピーしました", unread: "新しいメッセージ",
    opensElsewhere: "新しいウィンドウで開きます",
    ended: "ボットが終了しました。理由はターミナルの最後の行に出ています。終了コード",
    faults: "編集した文章に誤りがあります。直るまで、ボットは前の文章を使います。",
    faultsOnly: "文章に誤りがあります。",
    renewed: "新しい文章を読み込みました。次のメッセージから反映されます。",
  },
};

let language = "en";

export function speak(code) {
  language = (code || "").startsWith("ja") ? "ja" : "en";
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-words]")) {
    element.textContent = words(element.dataset.words);
  }
  return language;
}

export function words(key) {
  return WORDS[language][key];
}

export function locale() {
  return language;
}
