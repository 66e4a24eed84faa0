using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Guidon.Evaluation.Hashing;

namespace Guidon.Evaluation.Tests.Hashing;

public sealed class PercentageTests
{
    [Theory]
    [InlineData("1", "1", 8496, 84.97699539907981)]
    [InlineData("12345", "test_env_foobar", 5198, 51.990398079615915)]
    [InlineData("78986", "test_env_foobar", 5452, 54.53090618123625)]
    [InlineData("78986", "32103813", 4927, 49.27985597119424)]
    [InlineData("4268", "32103813", 4685, 46.85937187437488)]
    [InlineData("1016365", "8AYnz4q3KEfT5DFtnramnP_user-123", 4018, 40.1880376075215)]
    [InlineData("1016366", "8AYnz4q3KEfT5DFtnramnP_user-123", 3919, 39.19783956791358)]
    [InlineData("101", "KEYaaa_user-1", 6534, 65.35307061412283)]
    [InlineData("101", "KEYaaa_用户", 1129, 11.292258451690339)]
    [InlineData("101", "KEYaaa_🙂", 865, 8.651730346069215)]
    [InlineData("feat-7", "env_abc_alice", 3809, 38.09761952390478)]
    [InlineData("55", "True", 2553, 25.53510702140428)]
    [InlineData("55", "true", 3415, 34.15683136627325)]
    [InlineData("1", "13139", 0, 0.0)]
    [InlineData("1", "8931", 4577, 45.779155831166236)]
    [InlineData("1", "13116", 1843, 18.433686737347468)]
    [InlineData("1", "50972", 5039, 50.4000800160032)]
    public void The_worked_values_come_out_to_the_last_bit(string salt, string value, int place, double percent)
    {
        Assert.Equal(place, Place(salt, value));
        Assert.Equal(percent, Percentage.OfPlace(place));
    }

    [Fact]
    public void Any_text_falls_where_the_128_bit_number_says() =>
        Gen.Select(Gen.String[0, 40], Gen.String[0, 600]).Sample((salt, value) => Assert.Equal(Reference(salt, value), Place(salt, value)), iter: 5_000);

    [Fact]
    public void A_percentage_divides_before_it_multiplies()
    {
        var different = Enumerable.Range(0, 9_999).Count(place => Percentage.OfPlace(place) != place * 100.0 / 9_998);

        Assert.Equal(2_498, different);
    }

    private static int Place(string salt, string value) => Percentage.Place(Encoding.UTF8.GetBytes(salt + ","), Encoding.UTF8.GetBytes(value));

    private static int Reference(string salt, string value)
    {
        for (var repeats = 1; ; repeats++)
        {
            var text = string.Join(",", Enumerable.Repeat($"{salt},{value}", repeats));
#pragma warning disable CA5351 // Not security: it is the hash of the protocol.
            var number = new BigInteger(MD5.HashData(Encoding.UTF8.GetBytes(text)), isUnsigned: true, isBigEndian: true);
#pragma warning restore CA5351
            var place = (int)(number % 9_999);
            if (place != 9_998) return place;
        }
    }
}
