using System.Text;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage.Tests;

/// <summary>What every search for a part of an identifier must find: the same as looking at each.</summary>
public abstract class IdentitySearchCompliance(Func<TestStore> open) : IAsyncLifetime
{
    private const int Seed = 20_261_126;
    private const long Apart = 1_001;   // ids, so that few are neighbours in an index that goes by blocks of them

    // Letters whose case some tables fold and others do not, what queries give a meaning to, and what our indexes use themselves.
    private static readonly string[] s_letters =
        ["a", "A", "b", "z", "Z", "k", "\u212A", "s", "S", "ſ", "ß", "ẞ", "é", "É", "ς", "σ", "Σ", "İ", "ı", "i", "🙂", "𐐀", "𐐨", "1", "-", "'", "\"", "\\", "%", "_", "*", ":", "&", "|", "!", "(", " ", "\uF000", "\uE001", "\uFFFF", "\U0010FFFF"];

    protected TestStore Store { get; } = open();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Store.DisposeAsync().AsTask();

    [Fact]
    public async Task Every_text_finds_what_looking_at_each_finds_in_the_same_order()
    {
        var random = new Random(Seed);
        var made = await MakeAsync(random);
        string[] pairs = [.. s_letters.SelectMany(_ => s_letters, string.Concat)];
        string[] longer = [.. Enumerable.Range(0, 200).Select(_ => Word(random, 3)), .. Enumerable.Range(0, 300).Select(_ => PartOf(random, made[random.Next(made.Count)].Identifier))];

        var wrong = await Store.ControlPlane.ReadAsync<List<string>>(
            plane => [.. ((string[])[.. s_letters, .. pairs, .. longer]).Where(text => !Looked(made, text).SequenceEqual(Found(plane, text)))], default);

        Assert.True(wrong.Count == 0, $"seed {Seed}: {string.Join(", ", wrong.Select(text => $"'{text}'"))}");
    }

    [Fact]
    public async Task What_was_deleted_renamed_or_moved_is_not_found_by_what_it_was()
    {
        await Store.ControlPlane.WriteAsync(
            plane =>
            {
                plane.AddRange(Named(1, "gone-q"), Named(2, "old-qx"), Named(3, "moved-xq"));
                plane.SaveChanges();
                plane.Remove(plane.Identities.Single(each => each.Id == 1));
                plane.Identities.Single(each => each.Id == 2).Identifier = "new-w";
                plane.Identities.Single(each => each.Id == 3).EnvironmentId = 2;
                return plane.SaveChanges();
            },
            default);

        Assert.Equal(
            ["", "", "new-w", "", "moved-xq"],
            await Store.ControlPlane.ReadAsync<string[]>(plane => [Names(plane, 1, "-q"), Names(plane, 1, "q"), Names(plane, 1, "w"), Names(plane, 1, "qx"), Names(plane, 2, "xq")], default));
    }

    [Fact]
    public async Task A_page_is_a_part_of_what_is_found_in_order()
    {
        var made = await MakeAsync(new Random(Seed));

        var (page, count) = await Store.ControlPlane.ReadAsync(
            plane => (plane.Containing(1, "a").AsNoTracking().Skip(10).Take(7).Select(each => each.Id).ToList(), plane.Containing(1, "a").Take(50).Count()), default);

        Assert.Equal(Looked(made, "a").Skip(10).Take(7), page);
        Assert.Equal(50, count);
    }

    [Fact]
    public async Task All_of_an_environment_come_in_order_and_one_by_its_whole_name()
    {
        var made = await MakeAsync(new Random(Seed));
        var name = made[7].Identifier;

        var (all, page, named, several) = await Store.ControlPlane.ReadAsync(
            plane => (
                plane.InOrder(1).AsNoTracking().Select(each => each.Id).ToList(), plane.InOrder(1).Skip(100).Take(30).Select(each => each.Id).ToList(),
                plane.Named([1], name).Select(each => each.Id).ToList(), plane.Named([1, 2], name, "nobody's").Select(each => each.EnvironmentId).Order().ToList()),
            default);

        Assert.Equal(made.Select(each => each.Id), all);
        Assert.Equal(made.Skip(100).Take(30).Select(each => each.Id), page);
        Assert.Equal([made[7].Id], named);
        Assert.Equal([1, 2], several);
    }

    private async Task<List<Identity>> MakeAsync(Random random)
    {
        var names = Enumerable.Range(0, 600).Select(_ => Word(random, random.Next(1, 15))).Distinct(StringComparer.Ordinal).ToList();
        var made = names.Select((name, at) => Named((at + 1) * Apart, name)).ToList();
        // In portions: an engine that waits for its writer gives up after ten seconds.
        foreach (var some in made.Concat(names.Select((name, at) => new Identity { Id = ((at + 1) * Apart) + 1, EnvironmentId = 2, Identifier = name, CreatedAt = Some.Time })).Chunk(200))
            await Store.ControlPlane.WriteAsync(
                plane =>
                {
                    plane.AddRange(some.AsEnumerable());
                    return plane.SaveChanges();
                },
                default);
        return made;
    }

    private static List<long> Found(ControlPlane plane, string text) => [.. plane.Containing(1, text).AsNoTracking().Select(each => each.Id)];

    private static string Names(ControlPlane plane, int environment, string text) => string.Join(' ', plane.Containing(environment, text).Select(each => each.Identifier));

    private static IEnumerable<long> Looked(List<Identity> made, string text) =>
        made.Where(each => Folded(each.Identifier).Contains(Folded(text), StringComparison.Ordinal)).Select(each => each.Id);

    private static string Folded(string text) => string.Concat(text.Select(letter => char.IsAscii(letter) ? char.ToLowerInvariant(letter) : letter));

    // By characters, of which some are two chars.
    private static string PartOf(Random random, string name)
    {
        string[] letters = [.. name.EnumerateRunes().Select(letter => letter.ToString())];
        var start = random.Next(letters.Length);
        return string.Concat(letters[start..random.Next(start + 1, letters.Length + 1)]);
    }

    private static string Word(Random random, int length)
    {
        var word = new StringBuilder();
        for (var at = 0; at < length; at++) word.Append(s_letters[random.Next(s_letters.Length)]);
        return word.ToString();
    }

    private static Identity Named(long id, string name) => new() { Id = id, EnvironmentId = 1, Identifier = name, CreatedAt = Some.Time };
}
