using System.Text;
using Guidon.Server.Management.SecondFactors;

namespace Guidon.Server.Tests.Management.SecondFactors;

/// <summary>Codes as the standards have them.</summary>
public sealed class TotpTests
{
    private static readonly byte[] s_secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, SHA-1: eight digits there, of which six are the last six.
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1_111_111_109, "07081804")]
    [InlineData(1_111_111_111, "14050471")]
    [InlineData(1_234_567_890, "89005924")]
    [InlineData(2_000_000_000, "69279037")]
    [InlineData(20_000_000_000, "65353130")]
    public void The_vectors_of_the_standard_come_out(long seconds, string digits) =>
        Assert.Equal(digits[2..], Totp.Code(s_secret, Totp.StepOf(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    // RFC 4226, appendix D.
    [Theory]
    [InlineData(0, "755224")]
    [InlineData(1, "287082")]
    [InlineData(9, "520489")]
    public void So_do_those_of_the_standard_below(long step, string digits) => Assert.Equal(digits, Totp.Code(s_secret, step));

    [Fact]
    public void A_code_counts_in_the_half_minutes_before_and_after_its_own_and_no_longer()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(3_000);   // step 100
        Assert.Equal([null, 99L, 100L, 101L, null], new long[] { 98, 99, 100, 101, 102 }.Select(step => Totp.Match(s_secret, Totp.Code(s_secret, step), now, after: 0)));
    }

    [Fact]
    public void What_was_taken_and_what_is_older_is_not_taken_again()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(3_000);
        Assert.Equal([null, null, 101L], new long[] { 99, 100, 101 }.Select(step => Totp.Match(s_secret, Totp.Code(s_secret, step), now, after: 100)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00000")]
    [InlineData("0000000")]
    [InlineData("é00000")]
    public void What_is_no_code_is_none(string text) => Assert.Null(Totp.Match(s_secret, text, DateTimeOffset.FromUnixTimeSeconds(3_000), after: 0));

    // RFC 4648, section 10.
    [Theory]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("12345678901234567890", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    public void Secrets_are_written_in_base_32(string secret, string text) => Assert.Equal(text, Totp.Text(Encoding.ASCII.GetBytes(secret)));

    [Fact]
    public void The_link_names_whose_codes_these_are_whatever_their_names() => Assert.Equal(
        "otpauth://totp/Guidon%20flags.example.org:a%2Bb%26c%40example.org?secret=ABC&issuer=Guidon%20flags.example.org", Totp.Link("Guidon flags.example.org", "a+b&c@example.org", "ABC"));
}
