"""Write the Cantonese wording of a question as standard written Chinese says it."""

from __future__ import annotations

import re
from functools import cache

from gbaqa.text.scripts import converted, language_of
from gbaqa.types import Language

# Cantonese=standard, in Traditional script; the Simplified spelling of each follows from it.
# Lookarounds guard what standard words hold too: 周邊, 往返, 25個點. Every Cantonese wording
# has a sign that no standard wording here holds, so that rewriting comes to an end.
# The words are those that Hong Kong and Macao people type; collected by hand, no list is copied.
END = r"？?，,。、！!\s"
SIDE = "兩周多一岸旁海河湖江左右東南西北上下前後裏外內這那嗰呢路對身手單雙池街"  # 周邊, 那邊
POINT = (  # 地點, 試點, 幾點, 9點: there 點 does not ask how
    "斷幾地重優特焦起終站景早一熱要觀有差缺弱難亮試定節據賣零支驗制查銷網個些兩好晚集監測投售放場圈盲沸"
    r"務領電票事詢檢運停泊採換充存請記名卡種合心客0-9二三四五六七八九十\s"
)
DOING = (  # what follows 邊個 where it asks for a person
    "[係是做攞拎去贏當簽]|負責|可以|有資格|主持|主禮|批准|審批|監管|管理|決定|創辦|擔任"
)
HOME = "人庭長裏中電具園族居業屬"  # 而家電: there 家 begins a word
FIRST = "優首率領預事早最原"  # 優先, 事先
MEASURED = "間條位隻架部張家類種項年月日幾層座"
WORDING = rf"""
嗰陣時=那時候 嗰陣=那時候 嗰度=那裏 嗰啲=那些 嗰=那
(?<![如結成效水蘋後因若糖芒堅無未花青百乾])果(?=\s?[0-9二兩三四五六七八九十幾]|[個啲陣度邊間]|一[個間座])=那
呢度=這裏 呢啲=這些 呢排=最近
呢(?=[個間條次份種項邊位部架張隻樣座區家款日年類筆套批]|[兩三幾][個間])=這
(?<!如)今個(?!人)=這個 嘅=的
(?<=[府港澳門深區司灣人地機證件佢我你])既(?![然是有定要能會可往成得已為不])(?!.*[又亦也且])=的

(?<![{SIDE}])邊個嚟(?=[{END}]|$)=誰
(?<![{SIDE}])邊個(?=[{END}]|$|{DOING})=誰
(?<![{SIDE}])邊個(?!人)=哪個 (?<![{SIDE}])邊度(?!假)=哪裏 (?<![{SIDE}])邊處(?![理置罰分長])=哪裏
邊啲=哪些
(?<=[喺係去到搬返])邊(?=[{END}]|$)=哪裏
(?<![{SIDE}])邊(?=[{MEASURED}]|\s?[0-9一二兩三四五六七八九十]\s?[個間條位日天年月項類種])=哪
幾多=多少 幾時=什麼時候 幾錢=多少錢 幾耐=多久 幾遠=多遠
幾(?=[大長高闊深快貴](?:[{END}]|$))=多
(?<=[0-9一二兩三四五六七八九十百千萬億幾零\s])蚊(?![子蟲帳香患媒])=元

(?<![{POINT}])點解(?![決讀釋答析說除封放])=為什麼 (?<![{POINT}])點算=怎麼辦
(?<![{POINT}])點樣(?![本品式例])=怎樣
(?<![{POINT}])點(?=[去做搞用辦計申入搵攞買知續揀搭預填返先](?![鐘心])|報名)=怎樣
咩嚟(?=[{END}]|$)=什麼 乜嘢=什麼 乜野=什麼 乜=什麼 咩=什麼 為咩=為什麼

係咪=是否 唔係=不是 係唔係=是不是 即係=即是 (?<!決)定係(?![統列數])=還是 升定跌=升還是跌 淨係得=只有
淨係=只
梗係=當然 (?<![成首])都係(?![統列數])=都是 (?<![感理思夢聯構])想係(?![咪唔乜咩邊列統])=想在
(?<![關聯體院派星根譜直母父語科嫡水維世])係(?=咩|乜|邊[個位間度年條日]|幾[多時大耐遠錢])=是
使唔使=需要 洗唔洗=需要 得唔得=可以嗎 可唔可以=可否 有冇=有沒有
(?<!通)有無(?![線縫限人形窮論償力])=有沒有 冇得=不能 冇=沒有
識唔識=會不會 抵唔抵=是否划算 唔使=不用 唔該=請 唔好=不要 唔識=不會 唔見咗=遺失了 唔=不
要比(?=幾)=要給 用得(?=[{END}]|$)=可用 (?<![{FIRST}])先至(?!於)=才
(?<![{FIRST}])先(?=入得|過到|入到|可以|算係|叫做|夠|通車)=才

揸車=駕車 揸住=駕駛 揸=駕駛 (?<![進注加輸出收投])入油(?![價田輪])=加油 泊車(?!轉)=停車
(?<![一兩三幾呢嗰這那高擔書衣0-9])架車(?![站道廂庫間輛])=車輛 揸架=駕駛
(?<!乘)搭(?=巴士|的士|地鐵|輕鐵|火車|高鐵|飛機|[咩乜邊])=乘坐 搭車=乘車 搭船=乘船 落車=下車
落船=下船 落雨=下雨 落雪=下雪
(?<=[買撲])飛(?![機行往到抵越利速])=票 喼=行李箱 行李喼=行李箱
返工=上班 返學=上學 返大陸=回內地 返鄉下=回家鄉 返屋企=回家 攞返=取回 慳返=節省 剩返=剩下
(?<![往重折遣迴回直忘復而難不知光無])返(?![還回程航修點聘利哺樸貧璞潮崗佣現銷券老照青祖本顧])=回
收工(?![商作業資程具會人廠藝])=下班 放工(?![商作業資程具會人廠藝])=下班 出糧(?!食)=發薪
份人工(?![智島湖])=薪金 做嘢=工作 搵食=謀生 搵工=找工作 搵錢=賺錢 搵(?=幾多)=賺
搵=尋找 執笠=倒閉 着數=優惠 著數=優惠 幫襯=光顧 打稅=繳稅 銀紙=鈔票 銀包=錢包
睇醫生=看病 睇病=看病 睇=看 學嘢=學習 買嘢=購物 食嘢=吃東西 食飯=吃飯 食(?=咩|乜)=吃 嘢食=小吃
嘢=東西
買樓=買房 租樓=租房 (?<!一)起樓(?![市盤價])=建房 搬屋=搬家 屋企人=家人 屋企=家裏 差館=警署
(?<![相誤落])差人(?![民意數均員口])=警察 差佬=警察
俾錢=付款 畀錢=付款 話俾我知=告訴我 話畀我知=告訴我 話俾(?=我)=告訴 話畀(?=我)=告訴 畀=給
俾(?![斯路])=給 呃人=騙人
攞籌=取號 攞(?=[金銀銅]牌|冠軍)=奪取 攞=拿取 拎住=拿着 拎=拿 輪住=輪流 揀選=挑選
(?<![分挑專])揀(?![拾擇])=選 慳(?!吝)=節省 撳錢=提款 撳=按 傾偈=聊天 瞓覺=睡覺 瞓=睡
擺左係=擺在 擺咗係=擺在 搞掂=完成 整唔見=遺失 煞科=結束 埋單=結賬

佢哋=他們 佢=他 我哋=我們 你哋=你們 人哋=別人 哋=們 喺度=在這裏 喺=在 嚟緊=即將 嚟=來 平啲=便宜
啲=些
(?<=[變擺買去做食睇搬開批辦請返中攞整停起話交報過改加換搵])左(?![右邊側翼手轉岸下上])=了 咗=了
(?<=[做睇搞用推等讀住搵辦搭請建返])緊(?![急張密湊要跟接貼缺縮固])=着
而家(?![{HOME}])=現在 依家(?![{HOME}])=現在 聽日(?![本語元圓文])=明天 尋日(?![本語元圓文])=昨天
琴日=昨天 成日話=經常說 (?<![建完落形組製合達生變])成日(?![本圓元期後前常用])=經常 夜晚=晚上
朝早=早上 晏晝=下午
個鐘頭=小時 個鐘(?![樓錶])=小時 啱啱=剛剛 啱=適合 咁樣=這樣 噉樣=這樣 咁=這麼 噉=這樣 一齊=一起
(?<![深伯昆管])仲(?=[有係要未可得唔想冇使喺多需應能算差剩收咁啱])=還 同埋=以及 冚唪唥=全部
冚辦爛=全部 (?<!無關|不關)緊要(?!關)=重要 最平(?![均穩衡等靜凡坦安])=最便宜
(?<![進加投輸納出收深融])入面(?![試積向對談板料粉前臨])=裏面 (?<=佢)同(?![意樣時等步])=和
(?<=度)同(?=邊度)=和
㗎喇= 㗎= 喎= 啩= 嘞=了

老人家=長者 阿伯(?![丁特拉])=長者 阿婆(?!井)=長者 老豆(?!腐)=父親 阿爸=父親 阿媽=母親
個仔(?!細)=兒子 細路仔=小孩 細路女=小孩 細路=小孩
後生仔女=青年 後生仔=青年 後生女=青年 (?<!而)後生(?![可小效產育活物態命])=年輕 打工仔=僱員
阿爺=中央政府 花名(?!冊)=別名
"""
# 系, as Simplified script spells it, is a system more often than a form of "to be"
TRADITIONAL_WORDING = "(?<![關聯干體])係(?![數詞])=是"

# what standard Chinese does not write, in both scripts
MARKER = re.compile(
    "[嗰𠮶嘅咩冇喺嚟佢咗唔啲嘢乜揸攞搵揾睇畀㗎嘥嚿噉咁哋瞓攰嬲喼啱]"
    f"|[幾几][多錢钱耐]|[邊边]啲|[而依]家(?![{HOME}长里电园业属])"
    f"|(?<![{SIDE}两东后这对单双里])[邊边](?:[個个](?!人)|[間间位條条幾几年日]|度(?!假))"
    f"|(?<![{POINT}几优终热观难亮试节据卖验销网监测场务领电询检运换请记种])"
    "[點点](?:解(?![決决讀读釋释答析說说除封放])|[樣样](?![本品式例])|算)"
    "|[係系]咪|返[工學学]|屋企|剩返|呢[個个間间條条邊边]|[聽听尋寻]日(?![本語语元圓圆文])|琴日"
    "|[後后]生[仔女]|[細细]路|差[館馆]|同埋|[淨净][係系]"
)
GUARD = re.compile(r"\(\?<?[=!](?:[^()]|\(\?:[^()]*\)|\((?!\?:)[^()]*\))*\)")


def standard(text: str, script: Language | None = None) -> str:
    """The question in standard written Chinese, in the script that it is given in, or in `script`.

    Longer wordings go first, and wording that only then appears is rewritten as well.

    >>> standard("揸車返工幾多錢？周邊有冇？"), standard("边个系负责人？")
    ('駕車上班多少錢？周邊有沒有？', '谁系负责人？')
    """
    pattern, _ = _wording()
    values, rewritten = _values(script or language_of(text)), ""
    while rewritten != text:
        rewritten, text = text, pattern.sub(lambda found: values[(found.lastindex or 0) - 1], text)
    return text


def is_cantonese(text: str) -> bool:
    """Whether the text holds a word that standard Chinese does not write.

    >>> is_cantonese("橫琴喺邊度？"), is_cantonese("橫琴周邊在哪裏？")
    (True, False)
    """
    return MARKER.search(text) is not None


@cache
def _wording() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """One pattern with a group for each wording, and what is written for each, in Traditional."""
    rows = [(_both_scripts(key), len(_literal(key)), value) for key, value in table(WORDING)]
    rows += [(key, len(_literal(key)), value) for key, value in table(TRADITIONAL_WORDING)]
    rows.sort(key=lambda row: -row[1])  # stable: among equally long ones the table's order
    return re.compile("|".join(f"({key})" for key, _, _ in rows)), tuple(row[2] for row in rows)


@cache
def _values(script: Language) -> tuple[str, ...]:
    """What is written for each group, in that script."""
    _, values = _wording()
    return tuple(converted(one, "t2s") for one in values) if script == "zh-Hans" else values


def table(wording: str) -> list[tuple[str, str]]:
    """The pairs of a table: a pattern, and what is written for it."""
    return [(pair[: pair.rindex("=")], pair[pair.rindex("=") + 1 :]) for pair in wording.split()]


def _literal(key: str) -> str:
    """What a pattern consumes, without its lookarounds."""
    return GUARD.sub("", key)


def _both_scripts(key: str) -> str:
    """The pattern for either script; its lookarounds look for both at once."""
    parts = re.split(f"({GUARD.pattern})", key)
    return "".join(_widened(part) if part.startswith("(?") else _spelled(part) for part in parts)


def _widened(guard: str) -> str:
    opening = guard[: 4 if guard[2] == "<" else 3]
    body = guard[len(opening) : -1]
    return f"{opening}{body}|{converted(body, 't2s')})"


def _spelled(literal: str) -> str:
    return f"(?:{literal}|{converted(literal, 't2s')})" if literal else ""
