using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Guidon.Delivery;

/// <summary>Every entry of the list is a network in CIDR form.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NetworksAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        ArgumentNullException.ThrowIfNull(validationContext);
        var wrong = (value as IReadOnlyList<string> ?? []).Where(text => !IPNetwork.TryParse(text, out _)).ToArray();
        return wrong.Length == 0
            ? ValidationResult.Success
            : new ValidationResult($"{validationContext.DisplayName}: not a network like 10.1.0.0/16: {string.Join(", ", wrong)}.");
    }
}
