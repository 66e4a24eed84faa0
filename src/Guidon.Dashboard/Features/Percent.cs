using System.Globalization;

namespace Guidon.Dashboard.Features;

/// <summary>A share as a person writes it.</summary>
internal static class Percent
{
    internal const string Rule = "A share is a number from 0 to 100.";

    /// <returns>From 0 to 100, 0 for nothing written; <see langword="null"/> for what is no such number.</returns>
    internal static double? Read(string text) =>
        text.Trim().Length == 0 ? 0
        : double.TryParse(text.Trim().Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 100 ? number
        : null;
}
