using System.Security.Cryptography;

namespace Guidon.Server.Access;

/// <summary>Makes keys of environments.</summary>
internal static class FreshKeys
{
    /// <summary>Characters of a key that may be shown, so that people can tell keys apart.</summary>
    internal const int ShownChars = 4;

    // Without look-alikes (0 O 1 l I), since people read keys to each other.
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const int KeyChars = 22;

    internal static string ClientKey() => Text(KeyChars);

    internal static string ServerKey() => "ser." + Text(KeyChars);

    internal static string Text(int characters) => RandomNumberGenerator.GetString(Alphabet, characters);
}
