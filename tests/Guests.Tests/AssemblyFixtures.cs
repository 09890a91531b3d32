using Fleet.TestKit.Lab;

// One lab for all: guests are cheap, and two cores boot them one after the other anyway.
[assembly: AssemblyFixture(typeof(GuestLab))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
