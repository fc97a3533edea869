"""What the notebooks and the graders of the GAN course import."""
