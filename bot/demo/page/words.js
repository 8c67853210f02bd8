// The page's own words. They follow the language of the person whose chat is open.
const WORDS = {
  en: {
    people: "People", newPerson: "New person", add: "Add", cancel: "Cancel", name: "First name",
    language: "Language of their Telegram", place: "Place",
    hint: "A chat on this machine only. Nothing leaves it, and no Telegram account is needed.",
    demoTime: "Demo time, opens the clock", moveClock: "Move the clock", bedtime: "Bedtime",
    goToBedtime: "Go to bedtime", plusHour: "+1 hour", plusDay: "+1 day", plusWeek: "+1 week",
    nextMorning: "Next morning", realTime: "Back to real time",
    clockHint: "Times are those of this browser. The bot is told at once, so a reminder arrives right after the jump.",
    typing: "typing…", newest: "Newest", commands: "Commands", message: "Message", more: "More", send: "Send",
    photo: "Send a picture", sticker: "Send a sticker", voice: "Send a voice message",
    location: "Share a location…", block: "Block the bot", unblock: "Unblock the bot",
    write: "Write a message…", running: "bot", waiting: "not running",
    notRunning: "The bot is not running: nobody is asking for messages. What you send will wait for it.",
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
    people: "相手", newPerson: "新しい人", add: "追加", cancel: "やめる", name: "名前",
    language: "Telegramの言語", place: "場所",
    hint: "このパソコンの中だけのチャットです。外には何も送られず、Telegramのアカウントもいりません。",
    demoTime: "デモの時刻（時計を開く）", moveClock: "時計を進める", bedtime: "寝る時刻",
    goToBedtime: "寝る時刻へ", plusHour: "1時間後", plusDay: "1日後", plusWeek: "1週間後",
    nextMorning: "次の朝へ", realTime: "実際の時刻に戻す",
    clockHint: "時刻はこのブラウザのものです。ボットにはすぐ伝わるので、進めた直後にお知らせが届きます。",
    typing: "入力中…", newest: "最新へ", commands: "コマンド", message: "メッセージ", more: "その他", send: "送信",
    photo: "写真を送る", sticker: "スタンプを送る", voice: "音声を送る",
    location: "位置情報を送る…", block: "ボットをブロック", unblock: "ブロックを解除",
    write: "メッセージを入力…", running: "ボット", waiting: "停止中",
    notRunning: "ボットが動いていません。送ったメッセージは、ボットが動き出すまで待ちます。",
    noServer: "デモが終了しました。もう一度起動すると、このページも再開します。",
    blocked: "ボットをブロックしています。解除すると、また書けるようになります。",
    empty: "まだ何もありません。Telegramと同じように始めましょう。", start: "開始",
    edited: "編集済み", silent: "通知音なし", forwarded: "転送", picture: "写真", video: "動画",
    document: "ファイル", you: "あなた", noCommands: "コマンドはまだありません。", copied: "コピーしました", unread: "新しいメッセージ",
    opensElsewhere: "新しいウィンドウで開きます",
    ended: "ボットが終了しました。最後のメッセージは端末に出ています。終了コード",
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
