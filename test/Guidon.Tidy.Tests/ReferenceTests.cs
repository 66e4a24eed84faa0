using Guidon.Tidy.Tests.Rules;

namespace Guidon.Tidy.Tests;

public sealed class ReferenceTests
{
    [Fact]
    public void A_room_references_only_what_the_design_lists() => Expect.Obeyed(ReferenceRules.Forbidden);

    [Fact]
    public void Every_room_is_in_the_table_and_every_row_has_a_room() => Expect.Obeyed(ReferenceRules.UnknownRooms);

    [Fact]
    public void Rooms_of_the_domain_use_no_packages_but_their_own_few() => Expect.Obeyed(ReferenceRules.Packages);

    [Fact]
    public void No_room_reaches_itself() => Expect.Obeyed(ReferenceRules.Cycles);

    [Fact]
    public void An_arrow_that_points_back_is_found()
    {
        Expect.Finds(ReferenceRules.Forbidden, Project("Guidon.Events", "Guidon.Delivery"));
        Expect.Accepts(ReferenceRules.Forbidden, Project("Guidon.Delivery", "Guidon.Events"));
    }

    [Fact]
    public void A_room_that_nobody_decided_on_is_found() => Expect.Finds(ReferenceRules.UnknownRooms, Project("Guidon.Surprise"));

    [Fact]
    public void A_circle_of_three_is_found() => Expect.Finds(ReferenceRules.Cycles, Project("A", "B"), Project("B", "C"), Project("C", "A"));

    [Fact]
    public void A_line_of_three_is_no_circle() => Expect.Accepts(ReferenceRules.Cycles, Project("A", "B", "C"), Project("B", "C"), Project("C"));

    [Fact]
    public void A_package_in_a_room_of_the_domain_is_found() =>
        Expect.Finds(ReferenceRules.Packages, ("src/Guidon.Flags/Guidon.Flags.csproj", "<Project><PackageReference Include=\"Any\" /></Project>"));

    private static (string, string) Project(string room, params string[] references) =>
        ($"src/{room}/{room}.csproj", $"<Project>{string.Concat(references.Select(to => $"<ProjectReference Include=\"../{to}/{to}.csproj\" />"))}</Project>");
}
