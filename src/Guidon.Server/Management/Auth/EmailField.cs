using System.Net.Mail;
using Guidon.Server.Edge;

namespace Guidon.Server.Management.Auth;

/// <summary>Reads an e-mail address.</summary>
internal static class EmailField
{
    internal const string Wrong = "Enter a valid email address.";

    /// <returns>The address; empty after an error was noted.</returns>
    internal static string Read(FieldReader reader, string name)
    {
        if (reader.Text(name, Login.EmailCharsMax)?.Trim() is not { } email) return "";
        if (IsAddress(email)) return email;
        reader.Errors.Add(name, Wrong);
        return "";
    }

    // An address alone, without the name of a person before it.
    internal static bool IsAddress(string text) => text.Length <= Login.EmailCharsMax && MailAddress.TryCreate(text, out var parsed) && parsed.Address == text;
}
