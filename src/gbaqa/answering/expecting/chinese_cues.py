"""The words by which a Chinese question tells what it asks for, Cantonese ones among them.

All of them in Simplified form, as `plain` makes a question; 甚 is 什 there.
"""

from __future__ import annotations

from gbaqa.answering.expecting.records import Cue
from gbaqa.text.quantities import QuantityKind

MEASURE = "[个间家所条项名位部辆座栋幢层次届批份件款种类套轮样只宗组门人站]"
HOW_MANY = "(?:几多|多少)"
SOME = "(?:几多|多少|几)"
WHICH = "(?:哪|(?<![两这那周一旁单东西南北])边(?![境检缘界]))"  # not both sides, nor the border
SPAN_OF_TIME = (
    f"[几多]耐|多久|多长时间|{HOW_MANY}个?(?:日(?!期)|天|年(?!代)|月(?!份)|工作[天日])|待几|"
    "几(?:个月|个?(?:小时|钟头|工作[天日]|历日|星期|礼拜)|天|分钟)|几年(?=[?]|$)"
)
AMOUNT = (
    "(?:收费|费用|手续费|过路费|过桥费|租金|造价|奖金|票价|罚款|贸易额|投资额|资助额|金额|额度|"
    "预算|月薪|成本|总值|产值|gdp)"
)
PAID = "(?:不能|唔可以|最多|上限|总额|超过|赚|投资|产值|收入|生意|资助|差|额)"
PLACE = (
    "(?:城市|地方|口岸|省份?|成?市|区|镇|县|国家|街|路|医院|体育馆|车站|站|机场|地区|港口)"
)  # fmt: skip
BODY = "(?:公司|单位|大学|机构|银行|企业|部门|部委|局|发展商|开发商)"

WHEN: tuple[QuantityKind, ...] = ("date", "time")
CHINESE = (
    Cue("how-much", f"{SOME}(?:钱|蚊|块|元|港元|港币|人民币|亿|万)|几钱", ("money",)),
    Cue("how-much", SPAN_OF_TIME, ("duration", "count")),
    Cue("how-much", f"{SOME}周?岁|几大年纪", ("age",)),
    Cue("how-much", f"百分之(?:几|多少)|几成|{SOME}个?百分点|(?:几|多少)个点|占.{{0,8}}{HOW_MANY}|"
                    "比例|率(?=[系是有达? ]|几|多|$)|占比", ("percent",)),
    Cue("how-much", f"(?:几|多)大(?!学)|面积|{HOW_MANY}(?:平方|公顷)", ("area",)),
    Cue("how-much", f"时速|车速|限速|[多几]快|{HOW_MANY}码", ("speed",)),
    Cue("how-much", f"(?:几|有多|多)(?:长|远|深|高|宽|阔)|{HOW_MANY}(?:公里|米)|全长",
        ("length",)),
    Cue("how-much", f"{HOW_MANY}(?=.{{0,6}}倍)|几倍", ("count", "percent")),
    Cue("how-much", f"{PAID}.{{0,12}}{HOW_MANY}(?!{MEASURE})",
        ("money", "percent", "area", "count")),
    Cue("how-much", f"{HOW_MANY}(?=.{{0,2}}[费款]|资助|生意|投资|资金)|"
                    f"{AMOUNT}(?:[系是]?{HOW_MANY}|$|[? ])", ("money",)),
    Cue("when", "几时|何时|几月|几号|几点钟?(?!样)|什么时候|什么时间|星期几|日期|截止|期限|"
                f"{WHICH}一?(?:年|日|天|个月|月|阵)", WHEN),
    Cue("where", "哪里|哪儿|边度|边处|何处|何地|什么地方|(?:喺|在|系|到|去)(?:边|哪)(?=[?，,]|$)|"
                 f"{WHICH}一?[个座间条]?{PLACE}"),
    Cue("which-list", f"{WHICH}(?:几|些|两|三|四|五|六|七|八|九|十)|边啲|有[哪咩边]些?(?!用)|"
                      "有什么(?!用)|(?:包括|涉及|涵盖|分为).{0,6}(?:什么|咩|哪)|分别[是系]|名单"),
    Cue("yes-no", "吗|系咪|[是会有能可]否|是不是|有没有|有冇|(.)[不唔](?=\\1)|行不行|嘛(?=[?])|"
                  "未(?=[?])|得唔得"),
    Cue("who", "谁|什么人|咩人|乜人|边位|哪位|何人|边个(?!工具|通|口岸)|"
               f"{WHICH}一?[家间所位]|{WHICH}一?个{BODY}"),
    Cue("how-much", f"{HOW_MANY}(?=[?，, ]|$)|{HOW_MANY}(?=.{{0,6}}税)|百分比",
        ("money", "percent", "area", "count", "length")),
    Cue("how-many", f"几多|多少|几(?={MEASURE})|(?:人数|数目|数量|人口)", ("count",)),
    Cue("how-to", "(?:怎么|怎样|如何)(?!形容|描述|评价|看待)|点样|点(?:申请|做|办|先|可以)|怎办|"
                  "去办|电话|网址|网站|要交(?:咩|什么)"),
    Cue("definition", "什么是|[是系](?:什么|咩嚟|乜嘢|乜嚟|咩)(?=[?，,]|$|意思)|咩嚟|什么意思|"
                      "的是什么|指什么|全名|全称"),
    Cue("compare", "有(?:什么|咩|何)(?:分别|区别|不同)|相比|对比"),
    Cue("what", f"什么|咩|乜|{WHICH}|为何|点解"),
)  # fmt: skip
CHINESE_KEYWORDS = (
    Cue("when", "时间|年份|开通日", WHEN),
    Cue("how-much", "增长|升幅|跌幅|占", ("percent", "money")),
    Cue("how-much", "税收|收入|规模|出口|进口|总值|贸易|投资|金额|价|费|租|奖金|额", ("money",)),
    Cue("how-many", "人次|批次|总数", ("count",)),
    Cue("who", "主办|出席嘉宾|提问议员|负责人"),
    Cue("which-list", "范畴|领域|议题|建议|分类|项目|定位"),
    Cue("where", "地点|位置|地址"),
)
