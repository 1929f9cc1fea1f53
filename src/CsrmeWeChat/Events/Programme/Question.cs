using System.ComponentModel;
using System.Globalization;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Events;

public enum QuestionKind
{
    [Description("一段短文字。")]
    Text,

    [Description("从选项里选一个。")]
    Choice,

    [Description("整数。")]
    Number,

    [Description("须勾选同意，回答 yes。")]
    Consent,
}

/// <summary>Something that an event's form asks.</summary>
/// <param name="Key">Stays when the words change; at most 20 characters.</param>
/// <param name="Label">The question as people read it.</param>
/// <param name="Max">The longest text, in characters, or the largest number.</param>
/// <param name="Min">The smallest number.</param>
public sealed record Question(
    string Key,
    [property: Description("问题的文字。")] string Label,
    QuestionKind Kind,
    [property: Description("是否必答。须勾选的同意总是必答。")] bool Required,
    [property: Description("选项；别的题型为空。")] IReadOnlyList<string> Choices,
    [property: Description("数字的最小值。")] int Min,
    [property: Description("文字最长几个字，或数字的最大值。")] int Max
)
{
    public const int MaxText = 500,
        MaxChoice = 30;

    /// <summary>Of a new question, so that no answer to another one is taken for one to it.</summary>
    public static string NewKey() => PlainText.NewCode(8);

    /// <summary>How consent is answered.</summary>
    public const string Yes = "yes";

    /// <summary>The answer as it is kept, or what is wrong with it, for whoever fills in the form.</summary>
    public (string Answer, string? Fault) Read(string? given)
    {
        var answer = PlainText.Clean(given);
        if (answer is "")
        {
            return ("", Required || Kind is QuestionKind.Consent ? $"请填写“{Label}”。" : null);
        }
        return Kind switch
        {
            QuestionKind.Text => (answer, answer.Length > Max ? $"“{Label}”最长 {Max} 字。" : null),
            QuestionKind.Choice => (answer, Choices.Contains(answer) ? null : $"请从选项里选择“{Label}”。"),
            QuestionKind.Number => (answer, IsNumber(answer) ? null : $"“{Label}”须为 {Min} 至 {Max} 的整数。"),
            QuestionKind.Consent => (answer, answer is Yes ? null : $"请先勾选“{Label}”。"),
        };
    }

    private bool IsNumber(string answer) =>
        int.TryParse(answer, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= Min && number <= Max;
}

public static class QuestionLabels
{
    extension(QuestionKind kind)
    {
        public string Label =>
            kind switch
            {
                QuestionKind.Text => "短文字",
                QuestionKind.Choice => "选择题",
                QuestionKind.Number => "整数",
                QuestionKind.Consent => "须同意",
            };
    }
}
