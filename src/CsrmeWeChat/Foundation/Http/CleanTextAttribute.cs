using System.ComponentModel.DataAnnotations;
using CsrmeWeChat.Foundation.Data;

namespace CsrmeWeChat.Foundation.Http;

/// <summary>Judges a text as it will be stored: cleaning may shorten it to nothing, and normalisation may lengthen it.</summary>
/// <param name="name">What people call the field.</param>
/// <param name="most">In UTF-16 units, as the column counts at most.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CleanTextAttribute(string name, int most) : ValidationAttribute
{
    public bool Needed { get; init; }

    protected override ValidationResult? IsValid(object? value, ValidationContext context) =>
        PlainText.Clean(value as string).Length switch
        {
            0 when Needed => new ValidationResult($"请填写{name}。"),
            var length when length > most => new ValidationResult($"{name}最长 {most} 字。"),
            _ => ValidationResult.Success,
        };
}
